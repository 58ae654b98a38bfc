"""Numbers on their way from what a customer's system sends to E.164."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from engine.calls.config import Sender
from engine.calls.model import ANONYMOUS, Place
from engine.calls.patterns import filled, is_caller, rewritten
from engine.calls.walk import Verdict, Walk, failed, passed, skipped
from schemas.auth import DialPattern, NumberHandling
from schemas.shared import Alias, Rewrite, RewriteType
from schemas.voice import is_plain_line

LONGEST = 32
_URI = re.compile(r"(?:sips?|tel):(?P<user>[^@;>]*)", re.IGNORECASE)
_DIALLABLE = re.compile(r"[0-9*#+]*\Z")
_E164 = re.compile(r"[1-9][0-9]{4,14}\Z")
_WITHHELD = frozenset({"", ANONYMOUS, "unknown", "unavailable", "restricted", "withheld"})


def bare(number: str) -> str:
    """Give the user part of a SIP or tel URI, its escapes resolved, or the text itself."""
    found = _URI.search(number)
    return unquote(found["user"]).strip() if found else number.strip()


def bare_caller(cli: str) -> str:
    """Give a caller number as the path reads it; one that is withheld is the token ``anonymous``."""
    found = bare(cli)
    return ANONYMOUS if found.lower() in _WITHHELD else found


def manipulate(walk: Walk) -> Verdict:
    """Bring dialled number and caller number into the form routes are matched by, in the order of the decisions."""
    wrong = _wrong_sign(walk.number)
    if wrong:
        return failed("number", wrong)
    done: list[str] = []
    place: Place | None = None
    sender = walk.sender
    if sender is not None:
        place = _by_record(walk, sender, done)
    else:
        walk.number = walk.number.removeprefix("+")
        walk.cli = walk.cli.removeprefix("+")
    place = _by_alias(walk, done) or place
    if not walk.number:
        return failed("number", "no digits are left of the number", place)
    told = "; ".join(done)
    return passed(told, place) if told else skipped("nothing changes the numbers")


def _wrong_sign(number: str) -> str:
    if not number:
        return "no number was dialled"
    match = _DIALLABLE.match(number)
    if match is None:
        at = next(place for place, sign in enumerate(number) if sign not in "0123456789*#+")
        return f'"{number[at]}" at place {at + 1} of the number is no digit, * or #'
    if len(number) > LONGEST:
        return f"the number has {len(number)} digits; {LONGEST} are the most"
    return ""


def _by_record(walk: Walk, sender: Sender, done: list[str]) -> Place | None:
    rules = sender.record.numbers
    place = None
    if rules.tech_prefix and walk.number.startswith(rules.tech_prefix):
        walk.number = walk.number[len(rules.tech_prefix) :]
        done.append(f"tech prefix {rules.tech_prefix} taken off")
        place = sender.place("numbers", "tech_prefix")
    if rules.strip_digits:
        walk.number = walk.number[rules.strip_digits :]
        done.append(f"{rules.strip_digits} digits taken off the front")
        place = sender.place("numbers", "strip_digits")
    place = _rewrite(walk, rules.rewrites, sender, done) or place
    walk.number = walk.number.removeprefix("+")
    return _caller(walk, rules, sender, done) or place


def _rewrite(
    walk: Walk, rewrites: Sequence[Rewrite], sender: Sender, done: list[str]
) -> Place | None:
    """Apply of each type the first that fits."""
    place = None
    for kind in RewriteType:
        for at, rewrite in enumerate(rewrites):
            if rewrite.type is not kind:
                continue
            before = walk.number if kind is RewriteType.DESTINATION else walk.cli
            after = None if before == ANONYMOUS else rewritten(rewrite.current, rewrite.new, before)
            if after is None:
                continue
            if kind is RewriteType.DESTINATION:
                walk.number = after
            else:
                walk.cli = after
            done.append(
                f"{'number' if kind is RewriteType.DESTINATION else 'CLI'} {before} -> {after}"
            )
            place = sender.place("numbers", "rewrites", at)
            break
    return place


def _caller(walk: Walk, rules: NumberHandling, sender: Sender, done: list[str]) -> Place | None:
    if walk.cli != ANONYMOUS:
        walk.cli = walk.cli.removeprefix("+")
    place = None
    if rules.cli_prefix and walk.cli != ANONYMOUS:
        walk.cli = rules.cli_prefix + walk.cli
        done.append(f"CLI gets {rules.cli_prefix} in front")
        place = sender.place("numbers", "cli_prefix")
    if rules.force_from:
        walk.cli = rules.force_from
        done.append(f"CLI forced to {rules.force_from}")
        place = sender.place("numbers", "force_from")
    return place


def _by_alias(walk: Walk, done: list[str]) -> Place | None:
    """Replace a dialled number that means another: by the customer's aliases, else by the carrier's."""
    auth = walk.config.auth(walk.customer_id)
    lists = [(auth[0], auth[1].aliases)] if auth else []
    lists.append((walk.config.settings_path, walk.config.settings.aliases))
    for path, aliases in lists:
        for at, alias in enumerate(aliases):
            after = _meant(alias, walk.number)
            if after is not None:
                done.append(f"alias {alias.id}: {walk.number} -> {after}")
                walk.number = after
                return Place(path, ("aliases", at))
    return None


def _meant(alias: Alias, number: str) -> str | None:
    if is_plain_line(alias.current):
        return filled(alias.new, None, number) if is_caller(alias.current, number) else None
    return rewritten(alias.current, alias.new, number)


def check_digits(walk: Walk) -> Verdict:
    """Make sure that what is left is digits, in the format the record promises."""
    number = walk.number
    record = walk.record
    place = walk.sender.place("dial_pattern") if walk.sender and record else None
    if not number.isascii() or not number.isdigit():
        return failed("number", f"{number or 'nothing'} is left, which is not digits alone", place)
    if record is not None and record.dial_pattern is DialPattern.E164 and not _E164.match(number):
        return failed(
            "number", f"{number} is no E.164 number: 5 to 15 digits, no 0 in front", place
        )
    return passed(f"{number} is digits" + (" in E.164" if _E164.match(number) else ""), place)

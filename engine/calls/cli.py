"""Which caller number a call may show, and which it shows then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.calls.model import ANONYMOUS, Place
from engine.calls.patterns import filled, is_caller, search
from engine.calls.prices import country_of
from engine.calls.walk import Verdict, Walk, failed, passed, skipped
from schemas.cli import CLIRule, ForcedChoice, UseDID
from schemas.voice import AssertedIdentity, CallDirection, NumberType, is_plain_line


@dataclass(frozen=True, slots=True)
class _Rule:
    rule: CLIRule
    place: Place
    choice: ForcedChoice


def check_caller(walk: Walk) -> Verdict:
    """Hold the caller number against the rules: the first that fits and is not forced counts, else a forced one."""
    customer = walk.customer
    assert customer is not None
    rules = list(_rules(walk))
    if walk.exempt:
        return passed(f"CLI {walk.cli} is listed as allowed")
    if not rules:
        return _without_rules(walk)
    for one in rules:
        if not one.rule.forced and _fits(walk, one.rule):
            return _apply(walk, one)
    forced = [one for one in rules if one.rule.forced and _is_for(walk, one.rule)]
    for one in forced:
        if one.rule.cli is not None and is_caller(one.rule.cli, walk.cli):
            return _apply(walk, one)
    if forced:
        return _force(walk, forced)
    told = f"CLI {walk.cli} fits none of {len(rules)} rules"
    return failed("cli", told, rules[0].place)


def _rules(walk: Walk) -> Iterator[_Rule]:
    assert walk.customer is not None
    for path, document in walk.config.caller_rules(walk.customer_id, walk.customer):
        for place, rule in enumerate(document.rules):
            if rule.enabled and rule.direction is walk.call.direction:
                yield _Rule(rule, Place(path, ("rules", place)), document.forced_choice)


def _without_rules(walk: Walk) -> Verdict:
    assert walk.customer is not None
    if walk.customer.cli.approved_only and walk.call.direction is CallDirection.TERMINATION:
        told = "only approved caller numbers pass, and none is approved"
        return failed("cli", told, walk.of_customer("cli", "approved_only"))
    return passed(f"no rules: CLI {walk.cli} passes as it is")


def _is_for(walk: Walk, rule: CLIRule) -> bool:
    """Whether a rule is for this dialled number and within its hits."""
    if rule.dialled is not None and not _is_dialled(walk, rule.dialled):
        return False
    used = walk.counters.cli_hits.get(f"{walk.customer_id}/{walk.cli}")
    return not (rule.hits.limit and used is not None and used >= rule.hits.limit)


def _is_dialled(walk: Walk, line: str) -> bool:
    """Hold a line against the number with and without the tech prefix of its route, which ties a rule to the route."""
    pattern = _as_pattern(line)
    prefix = (walk.route.route.tech_prefix if walk.route else None) or ""
    return any(search(pattern, one) is not None for one in (walk.number, prefix + walk.number))


def _as_pattern(line: str) -> str:
    return f"^{line.replace('+', '').replace('*', '[*]')}" if is_plain_line(line) else line


def _fits(walk: Walk, rule: CLIRule) -> bool:
    if not _is_for(walk, rule):
        return False
    if rule.cli is not None and not is_caller(rule.cli, walk.cli):
        return False
    if rule.p_asserted_id is not None and not is_caller(rule.p_asserted_id, walk.p_asserted_id):
        return False
    if rule.types and number_type(walk.cli) not in rule.types:
        return False
    if rule.use_did is UseDID.FILTER and walk.cli not in _own_numbers(walk):
        return False
    if rule.database is None or rule.cli is not None:
        return True
    walk.warnings.append(
        f"CLI rule {rule.id} passes numbers of database {rule.database}, which is not among the files: "
        f"{walk.cli} is taken not to be in it."
    )
    return False


def number_type(number: str) -> NumberType:
    """Tell what kind of line a number in E.164 digits is, by the national numbering plans."""
    if number == ANONYMOUS or not number.isdigit() or not country_of(number):
        return NumberType.UNKNOWN
    import phonenumbers
    from phonenumbers import PhoneNumberType as Kind

    kinds: dict[int, NumberType] = {
        Kind.MOBILE: NumberType.MOBILE,
        Kind.FIXED_LINE: NumberType.FIXED,
        Kind.FIXED_LINE_OR_MOBILE: NumberType.FIXED,
        Kind.VOIP: NumberType.VOIP,
        Kind.PAGER: NumberType.PAGING,
        Kind.PREMIUM_RATE: NumberType.PREMIUM,
        Kind.SHARED_COST: NumberType.SHARED_COST,
        Kind.TOLL_FREE: NumberType.TOLL_FREE,
        Kind.PERSONAL_NUMBER: NumberType.PERSONAL,
        Kind.UAN: NumberType.SHARED_COST,
    }
    if number.startswith(("870", "881", "882")):
        return NumberType.SATELLITE
    return kinds.get(phonenumbers.number_type(phonenumbers.parse(f"+{number}")), NumberType.UNKNOWN)


def _own_numbers(walk: Walk) -> Sequence[str]:
    held = walk.config.dids(walk.customer_id)
    return [did.number for did in held[1].dids if did.enabled] if held else []


def _apply(walk: Walk, one: _Rule) -> Verdict:
    """Let a call pass by a rule, with the numbers it writes."""
    rule, before = one.rule, walk.cli
    found: Any = None
    if rule.cli is not None and not is_plain_line(rule.cli):
        found = search(rule.cli, before)
    if rule.rewrite_cli is not None:
        whole = found.group(0) if found is not None else before
        text = filled(rule.rewrite_cli, found, whole)
        walk.cli = text if found is None else _spliced(before, found, text)
    chosen = _own_did(walk, rule)
    if chosen:
        walk.cli = chosen
    if rule.rewrite_p_asserted_id is not None:
        walk.p_asserted_id = filled(rule.rewrite_p_asserted_id, found, before)
    told = f"rule {rule.id} fits {before}"
    if walk.cli != before:
        told += f": shown as {walk.cli}"
    return passed(told, one.place)


def _spliced(number: str, found: Any, text: str) -> str:
    start, end = found.span()
    return number[:start] + text + number[end:]


def _own_did(walk: Walk, rule: CLIRule) -> str:
    """Choose one of the customer's numbers, where a rule says so; empty where it does not, or there is none."""
    numbers = list(_own_numbers(walk))
    match rule.use_did:
        case UseDID.DISABLED | UseDID.FILTER:
            return ""
        case UseDID.PREFIX_MATCH:
            return max(numbers, key=lambda one: _common(one, walk.number), default="")
        case UseDID.RANDOM | UseDID.PERFORMANCE:
            if rule.use_did is UseDID.PERFORMANCE and numbers:
                walk.warnings.append(
                    f"Rule {rule.id} shows the number that connects best; that is not known, one was drawn."
                )
            return numbers[walk.draw(f"did/{rule.id}", len(numbers))] if numbers else ""


def _common(one: str, other: str) -> int:
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return length


def _force(walk: Walk, forced: Sequence[_Rule]) -> Verdict:
    """Show a forced number: the first, or one drawn, the same for the same call."""
    usable = [one for one in forced if one.rule.cli is not None and is_plain_line(one.rule.cli)]
    if not usable:
        told = "the forced numbers stand in a database, which is not among the files"
        return skipped(told, forced[0].place)
    one = usable[0]
    if one.choice is ForcedChoice.RANDOM:
        one = usable[walk.draw("forced-cli", len(usable))]
    before, walk.cli = walk.cli, str(one.rule.cli)
    if one.rule.rewrite_p_asserted_id is not None:
        walk.p_asserted_id = filled(one.rule.rewrite_p_asserted_id, None, walk.cli)
    return passed(f"{before} fits no rule: {walk.cli} is shown, forced by {one.rule.id}", one.place)


def assert_identity(walk: Walk) -> Verdict:
    """Apply the customer's rule about the P-Asserted-Identity."""
    assert walk.customer is not None
    place = walk.of_customer("cli", "p_asserted_id")
    match walk.customer.cli.p_asserted_id:
        case AssertedIdentity.REMOVE:
            walk.p_asserted_id = ""
            return passed("P-Asserted-Identity is taken out", place)
        case AssertedIdentity.REQUIRED if not walk.p_asserted_id:
            told = "calls without P-Asserted-Identity are not delivered for this customer"
            return failed("cli", told, place)
        case AssertedIdentity.DEFAULT | AssertedIdentity.IF_AVAILABLE | AssertedIdentity.REQUIRED:
            return skipped(f"P-Asserted-Identity: {walk.p_asserted_id or 'none'}", place)


def filters(walk: Walk) -> Verdict:
    """Refuse kinds of numbers the route shuts out; what asks services we do not have is left out."""
    placed = walk.route
    assert placed is not None
    shut = placed.route.filters.block_destination_types
    if not shut:
        return skipped("no filter is set, or its service is not configured", placed.place())
    kind = number_type(walk.number)
    place = placed.place("filters", "block_destination_types")
    if kind in shut and not walk.exempt:
        return failed("destination-type", f"{walk.number} is a {kind.value} number", place)
    return passed(f"{walk.number} is a {kind.value} number", place)

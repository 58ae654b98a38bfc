"""What a change does to calls: golden calls that are no longer as expected, and built cards that no longer are what their parents make of them.

Looked at for changes of what calls are decided by, and bounded: a book with more golden calls than ``MOST`` is told to run
``expect``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from engine.calls.config import Config
from engine.calls.golden import Checked, check_all
from engine.draft import Seen
from engine.errors import Invalid, Problem, Refused, Severity
from engine.lints.card_stale import problem_of
from engine.rate_table import rate_table_at
from engine.references import reference_index
from schemas.expectation import Expectations
from schemas.kinds import kind_of
from schemas.policy import GoldenCalls, Policy

RULES: Mapping[str, str] = {
    "golden-call": "A change leaves golden calls as they are expected to be (warning).",
}
"""Rules about what a change does to calls: id -> what it says."""

RULE = "golden-call"
MOST = 300
"""Golden calls that are tried with every plan."""
MOST_MISSES = 3
"""Values that are told of one golden call."""
MOST_STALE = 20
"""Built cards that one change is held against."""

_DECIDING = frozenset(
    {
        "auth",
        "cli",
        "customer",
        "dids",
        "expectations",
        "fx",
        "prefix-set",
        "provider",
        "rate-card",
        "routing",
        "settings",
        "strategy",
        "tag-cli",
        "tag-routing",
    }
)
"""Kinds of documents by which calls are decided."""


def outcomes(before: Config, after: Config, files: Mapping[str, object], moment: datetime) -> Seen:
    """Say what a change of ``files`` does to calls that arrive at an instant, or from it on."""
    kinds = {_kind(path) for path in files}
    if not kinds & _DECIDING:
        return Seen()
    golden = tuple(_golden(before, after, moment))
    broken = any(problem.field for problem in golden)
    why = "It changes what becomes of golden calls." if broken else ""
    return Seen((*golden, *_stale(after, files, kinds, moment)), why)


def _kind(path: str) -> str:
    if rate_table_at(path) is not None:
        return "rate-card"
    placed = kind_of(path)
    return str(placed[0].name) if placed else ""


# --- golden calls --------------------------------------------------------------------------------------------------


def _golden(before: Config, after: Config, moment: datetime) -> Iterator[Problem]:
    """Tell each golden call that is not as expected now, in another way than before."""
    if not after.book.paths("expectations"):
        return
    severity = _severity(before)
    count = _count(after)
    if count > MOST:
        yield _too_many(after, count)
        return
    was = {(one.document, one.golden.id): one for one in _tried(before, moment)}
    for one in _tried(after, moment):
        known = was.get((one.document, one.golden.id))
        if one.misses and (known is None or known.misses != one.misses):
            yield after.book.problem(
                one.path,
                one.at,
                RULE,
                _told(one),
                "see what becomes of it: expect; if it is right so, change the golden call with it",
                severity=severity,
            )


def _tried(config: Config, moment: datetime) -> Sequence[Checked]:
    """Try the golden calls; none where the settings do not hold, which is told of those."""
    try:
        return tuple(islice(check_all(config, moment), MOST))
    except (Invalid, Refused):
        return ()


def _severity(config: Config) -> Severity:
    """Tell how grave it is: the policy of before the change says so."""
    try:
        policy = config.book.policy
    except (Invalid, Refused):
        policy = Policy()
    return Severity.ERROR if policy.golden_calls is GoldenCalls.REFUSE else Severity.WARNING


def _told(one: Checked) -> str:
    """Say what a golden call is instead; of one with another outcome the rest follows from that."""
    misses = [miss for miss in one.misses if miss.what == "outcome"] or one.misses
    said = "; ".join(
        f"{miss.what.replace('_', ' ')} {miss.found} instead of {miss.expected}"
        for miss in misses[:MOST_MISSES]
    )
    more = len(misses) - MOST_MISSES
    why = f" ({one.golden.why.rstrip('.')})" if one.golden.why else ""
    return f"the golden call {one.golden.id}{why} is not as expected: {said}" + (
        f"; and {more} more" if more > 0 else ""
    )


def _count(config: Config) -> int:
    held = (
        config.found("expectations", name, Expectations)
        for name in config.book.paths("expectations")
    )
    return sum(len(one[1].calls) for one in held if one)


def _too_many(config: Config, count: int) -> Problem:
    path = next(iter(config.book.paths("expectations").values()))
    return config.book.problem(
        path,
        (),
        RULE,
        f"{count:,} golden calls are too many to be tried with every plan, which takes {MOST}",
        "try them with: expect",
        severity=Severity.WARNING,
    )


# --- built cards ---------------------------------------------------------------------------------------------------


def _stale(
    config: Config, files: Mapping[str, object], kinds: set[str], moment: datetime
) -> Iterator[Problem]:
    """Tell built cards that the change leaves behind."""
    for name in islice(sorted(_concerned(config, files, kinds)), MOST_STALE):
        problem = problem_of(config, name, moment)
        if problem is not None:
            yield problem


def _concerned(config: Config, files: Mapping[str, object], kinds: set[str]) -> set[str]:
    """Give the built cards that the changed files are about, themselves or as a parent."""
    book = config.book
    if kinds & {"fx", "prefix-set"}:
        return set(book.paths("rate-card"))
    found: set[str] = set()
    for path in files:
        placed = kind_of(path)
        card = rate_table_at(path) or (
            placed[1] if placed and placed[0].name == "rate-card" else None
        )
        if card is not None:
            found.add(card)
            holders = book.documents.facts.find(reference_index("rate-card"), card)
            found |= {
                owner[1]
                for held in holders
                if (owner := kind_of(held.path)) and owner[0].name == "rate-card"
            }
    return found

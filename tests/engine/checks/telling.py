"""Short ways to say what a rule tells of a tiny carrier, seen whole and by the changed file alone."""

from __future__ import annotations

from collections.abc import Mapping

from engine.checks import Scope, checks, run_checks
from engine.errors import Problem
from tests.engine.checks.carriers import book_of

BEN = "customers/ben/"
THAMES = "providers/thames/"


def a_customer(more: str = "", *, name: str = "Ben LLC", currency: str = "GBP") -> str:
    """A customer's file."""
    return f"name: {name}\ncurrency: {currency}\n{more}"


def a_card(
    more: str = "",
    *,
    side: str = "customer",
    currency: str = "GBP",
    direction: str = "termination",
    name: str = "Card",
) -> str:
    """A rate card's file."""
    return f"name: {name}\nside: {side}\ncurrency: {currency}\ndirection: {direction}\n{more}"


def a_did(number: str = "442079460100", more: str = "") -> str:
    """A DID as an item of a flow list."""
    return f'{{id: n{number}, number: "{number}", provider: thames, provider_card: thames-did, {more}}}'


def in_stock(number: str = "442079460100", more: str = "") -> str:
    """A number as an item of a flow list of a provider's stock."""
    return f'{{id: n{number}, number: "{number}", provider_card: thames-did, {more}}}'


def told(
    rule: str, files: Mapping[str, str], *, before: Mapping[str, str] | None = None
) -> list[Problem]:
    """What a rule says of all of a carrier; a customer ben is there unless ``files`` has another."""
    return _found(rule, files, before, None)


def tells(
    rule: str,
    files: Mapping[str, str],
    path: str,
    field: str,
    *words: str,
    before: Mapping[str, str] | None = None,
) -> None:
    """Assert that a rule tells exactly one problem, here and in these words, also if only this file is looked at."""
    (problem,) = told(rule, files, before=before)
    assert (problem.path, problem.field) == (path, field)
    for word in words:
        assert word in f"{problem.message}; {problem.hint}"
    assert problem.message
    assert problem.hint
    assert _found(rule, files, before, path) == [problem]


def is_quiet(
    rule: str, files: Mapping[str, str], *, before: Mapping[str, str] | None = None
) -> bool:
    """Whether a rule has nothing to say of a carrier, seen whole or each file by itself."""
    alone = [problem for path in files for problem in _found(rule, files, before, path)]
    return [*told(rule, files, before=before), *alone] == []


def _found(
    rule: str, files: Mapping[str, str], before: Mapping[str, str] | None, path: str | None
) -> list[Problem]:
    assert any(check.rule == rule for check in checks())
    then = book_of(_with_ben(before)) if before is not None else None
    scope = Scope(None if path is None else frozenset({path}), then)
    return [
        problem for problem in run_checks(book_of(_with_ben(files)), scope) if problem.rule == rule
    ]


def _with_ben(files: Mapping[str, str]) -> dict[str, str]:
    return {f"{BEN}customer.yaml": a_customer(), **files}

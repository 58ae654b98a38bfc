"""How grave a rule is: what it says itself, and what a repository makes of it."""

from __future__ import annotations

import pytest

from engine.book import Book
from engine.checks import SETS, Check, checks, run_checks, settings_of
from engine.errors import Severity
from schemas.settings import RuleSet, Settings
from tests.builders import a_book as a_book_of_bytes
from tests.builders import sample_carrier
from tests.engine.checks.carriers import SETTINGS, book_of
from tests.engine.checks.telling import a_customer
from tests.schemas.reading import faults

TWINS = {
    "operators.yaml": "operators: []\n",
    "customers/ben/customer.yaml": a_customer(name="Ben", more="status: inactive\n"),
    "customers/zoe/customer.yaml": a_customer(
        name="Ben", more="status: inactive\nportal: {show: [cdrs], hide: [cdrs]}\n"
    ),
}


def levels(book: Book) -> dict[str, Severity]:
    return {problem.rule: problem.severity for problem in run_checks(book)}


def with_settings(more: str) -> Book:
    return book_of(TWINS | {"settings.yaml": SETTINGS + more})


def test_without_a_word_in_the_settings_errors_are_errors() -> None:
    assert levels(with_settings("")) == {
        "unique-name": Severity.ERROR,
        "portal-show-and-hide": Severity.ERROR,
    }


def test_a_rule_can_be_lowered_by_name() -> None:
    assert levels(with_settings("checks: {warn_only: [unique-name]}")) == {
        "unique-name": Severity.WARNING,
        "portal-show-and-hide": Severity.ERROR,
    }


def test_a_set_can_be_lowered_as_a_whole() -> None:
    assert levels(with_settings("checks: {sets_off: [telephony]}")) == {
        "unique-name": Severity.ERROR,
        "portal-show-and-hide": Severity.WARNING,
    }


def test_integrity_cannot_be_lowered_as_a_whole() -> None:
    (fault,) = faults(Settings, SETTINGS + "checks: {sets_off: [integrity]}")

    assert (fault.pointer, fault.rule) == (("checks", "sets_off", 0), "choice")
    assert "warn_only" in fault.hint


@pytest.mark.parametrize("settings", [None, b"format: 1\nchecks: {warn_only: [unique-name]}\n"])
def test_without_settings_that_hold_nothing_is_lowered(settings: bytes | None) -> None:
    files = {path: text.encode() for path, text in TWINS.items()}
    book = a_book_of_bytes(files | ({} if settings is None else {"settings.yaml": settings}))

    assert settings_of(book) is None
    assert levels(book)["unique-name"] is Severity.ERROR


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.rule)
def test_every_rule_belongs_to_a_set_and_says_why(check: Check) -> None:
    assert check.set in SETS
    assert check.rule == check.run.__module__.rpartition(".")[2].replace("_", "-")
    assert check.says.endswith(".")


def test_every_set_but_integrity_can_be_lowered() -> None:
    assert {str(one) for one in RuleSet} == {*SETS} - {"integrity"}


def test_the_sample_carrier_has_no_error() -> None:
    found = run_checks(a_book_of_bytes(sample_carrier()))

    assert [str(one) for one in found if one.severity is Severity.ERROR] == []

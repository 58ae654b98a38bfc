from __future__ import annotations

from engine.checks import base_currency_change, run_checks
from engine.errors import Severity
from tests.engine.checks.carriers import SETTINGS, book_of, change, told

RULE = base_currency_change.RULE
NOW = {"settings.yaml": SETTINGS.replace("USD", "EUR")}
WAS = {"settings.yaml": SETTINGS}


def test_another_base_currency_does_not_slip_in() -> None:
    assert told(base_currency_change, NOW, before=WAS) == ["settings.yaml:3:1 base_currency"]


def test_the_same_base_currency_is_right_and_so_is_any_at_the_start() -> None:
    assert told(base_currency_change, WAS, before=WAS) == []
    assert told(base_currency_change, NOW) == []


def test_a_change_that_is_meant_says_so_and_is_only_warned_of() -> None:
    meant = {"settings.yaml": NOW["settings.yaml"] + f"checks: {{warn_only: [{RULE}]}}\n"}

    found = [one for one in run_checks(book_of(meant), change(WAS, meant)) if one.rule == RULE]

    assert [one.severity for one in found] == [Severity.WARNING]

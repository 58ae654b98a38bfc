from __future__ import annotations

from engine.checks import base_currency_change
from tests.engine.checks.carriers import SETTINGS, told

NOW = {"settings.yaml": SETTINGS.replace("USD", "EUR")}
WAS = {"settings.yaml": SETTINGS}


def test_another_base_currency_does_not_slip_in() -> None:
    assert told(base_currency_change, NOW, before=WAS) == ["settings.yaml:3:1 base_currency"]


def test_the_same_base_currency_is_right_and_so_is_any_at_the_start() -> None:
    assert told(base_currency_change, WAS, before=WAS) == []
    assert told(base_currency_change, NOW) == []

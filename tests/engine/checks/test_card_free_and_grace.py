from __future__ import annotations

from engine.checks import card_free_and_grace
from tests.engine.checks.carriers import told


def card(free: int, grace: int) -> dict[str, str]:
    return {
        "rate-cards/c/card.yaml": (
            "name: C\nside: customer\ncurrency: EUR\n"
            f"defaults:\n  free_s: {free}\n  grace_s: {grace}\n"
        )
    }


def test_free_seconds_and_grace_together_are_wrong() -> None:
    assert told(card_free_and_grace, card(10, 2)) == ["rate-cards/c/card.yaml:5:3 defaults.free_s"]


def test_one_of_them_is_right() -> None:
    assert told(card_free_and_grace, card(10, 0)) == []
    assert told(card_free_and_grace, card(0, 2)) == []

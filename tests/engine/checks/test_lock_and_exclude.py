from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "lock-and-exclude"


def test_a_card_in_both_lists_is_told() -> None:
    text = "routes: [{id: a, rate_card: c, locks: {only: [one, two], exclude: [four, two]}}]"
    path = BEN + "routing.yaml"

    tells(RULE, {path: text}, path, "routes.0.locks.exclude.1", "two stands in locks.only")


def test_different_cards_are_fine() -> None:
    text = "routes: [{id: a, rate_card: c, locks: {only: [one, two], exclude: [four]}}]"

    assert is_quiet(RULE, {BEN + "routing.yaml": text})

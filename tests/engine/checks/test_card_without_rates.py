from __future__ import annotations

from engine.checks import card_without_rates
from tests.engine.checks.carriers import told

CARD = "name: C\nside: customer\ncurrency: EUR\n"
ROWS = {"rate-cards/c/rates.csv": "prefix,name,rate\n44,UK,0.01\n"}


def test_a_card_without_rows_is_wrong() -> None:
    assert told(card_without_rates, {"rate-cards/c/card.yaml": CARD}) == [
        "rate-cards/c/card.yaml:1:1"
    ]


def test_rows_that_go_are_missed_in_the_change() -> None:
    card = {"rate-cards/c/card.yaml": CARD}

    assert told(card_without_rates, card, before=card | ROWS) == ["rate-cards/c/card.yaml:1:1"]


def test_a_card_with_rows_or_with_parents_to_build_them_of_is_right() -> None:
    files = {
        "rate-cards/c/card.yaml": CARD,
        "rate-cards/d/card.yaml": CARD + "build: {parents: [c]}\n",
        **ROWS,
    }

    assert told(card_without_rates, files) == []

from __future__ import annotations

from engine.checks import card_build_and_dynamic
from tests.engine.checks.carriers import told

CARD = "name: C\nside: customer\ncurrency: EUR\n"


def test_parents_and_dynamic_routing_together_are_wrong() -> None:
    files = {"rate-cards/c/card.yaml": CARD + "build: {parents: [a]}\ndynamic_routing: [b]\n"}

    assert told(card_build_and_dynamic, files) == ["rate-cards/c/card.yaml:5:1 dynamic_routing"]


def test_one_of_them_is_right() -> None:
    files = {
        "rate-cards/c/card.yaml": CARD + "build: {parents: [a]}\n",
        "rate-cards/d/card.yaml": CARD + "dynamic_routing: [b]\n",
    }

    assert told(card_build_and_dynamic, files) == []

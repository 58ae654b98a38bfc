from __future__ import annotations

from engine.checks import card_parent_direction
from tests.engine.checks.carriers import told


def card(name: str, direction: str, more: str = "") -> dict[str, str]:
    return {
        f"rate-cards/{name}/card.yaml": (
            f"name: {name}\nside: customer\ncurrency: EUR\ndirection: {direction}\n{more}"
        )
    }


def test_cards_of_the_other_direction_are_wrong() -> None:
    files = (
        card("a", "origination")
        | card("b", "termination", "build: {parents: [a]}\n")
        | card("c", "termination", "dynamic_routing: [a]\n")
    )

    assert told(card_parent_direction, files) == [
        "rate-cards/b/card.yaml:5:19 build.parents.0",
        "rate-cards/c/card.yaml:5:19 dynamic_routing.0",
    ]


def test_cards_of_the_same_direction_are_right() -> None:
    files = card("a", "origination") | card("b", "origination", "build: {parents: [a]}\n")

    assert told(card_parent_direction, files) == []

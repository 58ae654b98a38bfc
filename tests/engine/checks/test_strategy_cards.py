from __future__ import annotations

import pytest

from engine.checks import strategy_cards
from tests.engine.checks.carriers import told

CARDS = {
    f"rate-cards/{name}/card.yaml": (
        f"name: {name}\nside: {side}\ncurrency: EUR\ndirection: {direction}\n"
    )
    for name, side, direction in (
        ("atlas", "provider", "termination"),
        ("retail", "customer", "termination"),
        ("inbound", "provider", "origination"),
    )
}


def strategy(kind: str, *cards: str, more: str = "") -> dict[str, str]:
    lines = "cards:\n" + "".join(f"  - {{card: {card}}}\n" for card in cards) if cards else ""
    return CARDS | {"strategies/s.yaml": f"name: S\ntype: {kind}\n{more}{lines}"}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        (strategy("drop", "atlas"), "3:1 cards"),
        (strategy("manual"), "1:1 cards"),
        (strategy("lcr", more="override_routing: true\n"), "3:1 override_routing"),
        (strategy("lcr", "retail"), "4:6 cards.0.card"),
        (strategy("lcr", "inbound"), "4:6 cards.0.card"),
        (strategy("random", "atlas", "atlas"), "5:6 cards.1.card"),
        (strategy("random", "atlas, tier: 2"), "4:19 cards.0.tier"),
        (strategy("tier", "atlas, tier: 2", "atlas, tier: 2"), "5:6 cards.1.card"),
    ],
)
def test_cards_that_do_not_make_the_strategy_are_wrong(files: dict[str, str], place: str) -> None:
    assert told(strategy_cards, files) == [f"strategies/s.yaml:{place}"]


@pytest.mark.parametrize(
    "files",
    [
        strategy("drop"),
        strategy("lcr"),
        strategy("manual", "atlas", more="override_routing: true\n"),
        strategy("tier", "atlas", "atlas, tier: 2"),
    ],
)
def test_cards_that_make_it_are_right(files: dict[str, str]) -> None:
    assert told(strategy_cards, files) == []


def test_a_card_that_changes_sides_is_found_in_the_change() -> None:
    before = strategy("lcr", "atlas")
    after = before | {
        "rate-cards/atlas/card.yaml": CARDS["rate-cards/atlas/card.yaml"].replace(
            "provider", "customer"
        )
    }

    assert told(strategy_cards, after, before=before) == ["strategies/s.yaml:4:6 cards.0.card"]

from __future__ import annotations

import pytest

from engine.checks import card_zones_incomplete
from tests.engine.checks.carriers import told


def card(more: str) -> dict[str, str]:
    return {"rate-cards/c/card.yaml": f"name: C\nside: customer\ncurrency: EUR\n{more}"}


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("prices: origin_zones\nzones:\n  sources: [DE]\n", "6:3 zones.sources"),
        ("prices: origin_zones\nzones:\n  destinations: [DE]\n", "6:3 zones.destinations"),
        ("prices: origin_zones\n", "4:1 prices"),
    ],
)
def test_zones_without_one_or_both_lists_are_wrong(more: str, place: str) -> None:
    assert told(card_zones_incomplete, card(more)) == [f"rate-cards/c/card.yaml:{place}"]


def test_two_lists_are_right_and_so_are_none_where_no_price_needs_them() -> None:
    zones = "prices: origin_zones\nzones: {sources: [DE], destinations: [FR]}\n"

    assert told(card_zones_incomplete, card(zones)) == []
    assert told(card_zones_incomplete, card("")) == []

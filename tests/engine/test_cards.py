from __future__ import annotations

from engine.cards import sources_of
from schemas.rate_card import RateCard


def test_parents_and_dynamic_routing_are_sources_each_at_its_place() -> None:
    card = RateCard.model_validate(
        {
            "name": "C",
            "side": "customer",
            "currency": "EUR",
            "build": {"parents": ["a", "b"]},
            "dynamic_routing": ["c"],
        }
    )

    assert list(sources_of(card)) == [
        (("build", "parents", 0), "a"),
        (("build", "parents", 1), "b"),
        (("dynamic_routing", 0), "c"),
    ]

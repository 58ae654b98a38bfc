from __future__ import annotations

from schemas.strategy import Strategy, StrategyType
from tests.schemas.reading import document, faults


def test_cards_weigh_one_in_tier_one_unless_said_otherwise() -> None:
    (card,) = document(Strategy, "name: x\ntype: tier\ncards: [{card: atlas}]").cards

    assert (card.weight, card.tier) == (1, 1)


def test_drop_refuses() -> None:
    assert document(Strategy, "name: x\ntype: drop").type is StrategyType.DROP


def test_an_unknown_way_is_answered_with_the_nearest() -> None:
    assert faults(Strategy, "name: x\ntype: roundrobin")[0].hint == "did you mean round_robin?"

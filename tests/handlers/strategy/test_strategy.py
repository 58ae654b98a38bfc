"""``strategy``: its cards, in tiers."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, Reply
from tests.builders import Carrier, a_house, sample_carrier


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    return sample_carrier()


def cards(carrier: Carrier, strategy: str) -> list[dict[str, object]]:
    return carrier.type(f"strategy card list {strategy}").values["cards"]


def asked(carrier: Carrier, line: str) -> Reply:
    return carrier.type(line, "grace")


def test_it_begins_with_the_cards_it_orders(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    missing = asked(carrier, "strategy add Quality tier")
    assert missing.blocks[0].problems[0].field == "cards"
    wrong = asked(carrier, 'strategy add Quality tier "atlas-standart"')
    assert "did you mean atlas-standard" in str(wrong.blocks)

    carrier.change('strategy add Quality tier "borealis-premium, atlas-standard"', "grace")
    assert cards(carrier, "quality") == [{"card": "borealis-premium"}, {"card": "atlas-standard"}]


def test_a_customer_card_is_no_card_of_a_strategy(sample: dict[str, bytes]) -> None:
    reply = asked(a_house(sample), "strategy add Quality tier retail-usd")

    assert "strategy-cards" in {problem.rule for problem in reply.blocks[0].problems}


def test_a_card_in_two_tiers_is_named_by_its_position(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    both = asked(carrier, "strategy card edit uk-mobile-quality atlas-standard --weight 2")
    assert both.outcome is Outcome.REFUSED
    assert "several cards" in both.summary

    carrier.change("strategy card edit uk-mobile-quality 3 --weight 2", "grace")
    assert cards(carrier, "uk-mobile-quality")[2] == {
        "card": "atlas-standard",
        "tier": 2,
        "weight": 2,
    }


def test_the_last_card_of_a_strategy_that_orders_cards_stays(sample: dict[str, bytes]) -> None:
    carrier = a_house(sample)
    carrier.change("strategy add Quality manual atlas-standard", "grace")
    reply = asked(carrier, "strategy card remove quality atlas-standard")

    assert "strategy-cards" in {problem.rule for problem in reply.blocks[0].problems}

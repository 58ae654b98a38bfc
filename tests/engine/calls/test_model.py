"""Values of the call path that compute something."""

from __future__ import annotations

import pytest

from engine.calls.model import Option
from tests.engine.calls.carrier import tried


def test_a_side_rates_a_call_by_its_own_terms() -> None:
    answer = tried()
    assert answer.sell is not None

    assert str(answer.sell.charge(61_000).amount) == "0.0200"
    assert answer.sell.charge(61_000, answered=False).why == "not answered"


def test_a_card_compares_in_the_customers_currency() -> None:
    dear = tried().providers[1]

    assert (dear.card, str(dear.per_minute)) == ("dear", "11/1250")  # 0.0080 EUR at 1.10


def test_a_card_without_a_price_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="no price to compare"):
        _ = Option(provider="alpha", card="cheap").per_minute

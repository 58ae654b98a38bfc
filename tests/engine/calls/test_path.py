"""The path as a whole: every step in its order, the place that decided it, and what holds for every call."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calls.located import located
from engine.calls.model import Outcome
from engine.calls.path import TERMINATION
from tests.engine.calls.carrier import (
    BEN,
    ROUTES,
    a_config,
    cards,
    more,
    step,
    tried,
)


def test_a_call_goes_to_the_cheapest_provider_in_one_currency() -> None:
    answer = tried()
    assert answer.outcome is Outcome.ROUTED
    assert (answer.customer, answer.auth, answer.route) == ("ben", "pbx", "world")
    assert cards(answer) == ["cheap", "dear"]  # 0.0050 USD before 0.0080 EUR, which is 0.0088 USD
    assert answer.providers[0].attempts[0].number == "77#442079460018"


def test_every_step_is_told_and_says_which_line_decided() -> None:
    answer, config = tried(), a_config()
    assert [one.name for one in answer.steps] == [name for name, _ in TERMINATION]
    place = located(step(answer, "rate").place, config.book)
    assert str(place) == "rate-cards/retail/rates.csv:2"
    place = located(step(answer, "route").place, config.book)
    assert str(place) == BEN + "routing.yaml:3"


RATES = st.integers(1, 200).map(lambda one: f"{one / 10_000:.4f}")


@given(sell=RATES, buy=RATES, other=RATES)
@settings(max_examples=60, deadline=None)
def test_profit_assurance_never_passes_a_loss_per_minute(sell: str, buy: str, other: str) -> None:
    files = {
        **more(ROUTES, "    price_limits: {profit_assurance: enabled}"),
        "rate-cards/retail/rates.csv": f"prefix,rate\n44,{sell}\n",
        "rate-cards/cheap/rates.csv": f"prefix,rate\n44,{buy}\n",
        "rate-cards/dear/rates.csv": f"prefix,rate\n44,{other}\n",
    }
    answer = tried(files=files)
    for option in answer.providers:
        if not option.excluded:
            assert option.per_minute <= answer.sell.price.per_minute


@given(number=st.text("0123456789*#+", max_size=34), cli=st.text(max_size=20))
@settings(max_examples=80, deadline=None)
def test_a_simulation_is_a_function_of_book_call_and_counters(number: str, cli: str) -> None:
    assert tried(number, cli=cli) == tried(number, cli=cli)


@given(buy=RATES)
@settings(max_examples=25, deadline=None)
def test_what_a_provider_asks_changes_nothing_of_what_the_customer_pays(buy: str) -> None:
    files = {"rate-cards/cheap/rates.csv": f"prefix,rate\n44,{buy}\n"}
    one, other = tried(duration_s=77), tried(files=files, duration_s=77)
    assert one.rating.charge == other.rating.charge

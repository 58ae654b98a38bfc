"""Calls that need no provider."""

from __future__ import annotations

from engine.calls.model import Outcome
from tests.engine.calls.carrier import (
    ROUTES,
    cards,
    did,
    more,
    tried,
)


def test_a_call_between_customers_has_two_legs_and_no_provider() -> None:
    files = {**did(), **more(ROUTES, "    on_net: true")}
    answer = tried("442079460100", files, duration_s=60)
    assert answer.outcome is Outcome.ROUTED
    assert answer.providers == ()
    assert answer.leg is not None
    assert (answer.leg.customer, answer.leg.providers) == ("ben", ())
    assert str(answer.rating.charge.amount) == "0.0100"
    assert str(answer.leg.rating.charge.amount) == "0.0040"
    off = tried("442079460100", did())
    assert (off.leg, cards(off)) == (None, ["cheap", "dear"])

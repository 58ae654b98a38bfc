"""``lint``: everything validate tells, and what whole tables tell."""

from __future__ import annotations

from typing import Any

from handlers.kit.reply import Outcome
from tests.builders import a_house, sample_carrier

ATLAS = "rate-cards/atlas-standard/rates.csv"


def found(reply: Any) -> set[str]:
    return {one["rule"] for one in reply.values["problems"]}


def test_the_whole_book_is_looked_through() -> None:
    files = sample_carrier()
    files[ATLAS] = files[ATLAS].replace(b"Bahamas,0.1180", b"Bahamas,0.9000")
    carrier = a_house(files)

    reply = carrier.type("lint", "vera")

    assert reply.outcome is Outcome.DONE
    assert {"sell-below-buy", "card-stale"} <= found(reply)
    assert found(carrier.type("lint --rule card-stale")) == {"card-stale"}
    assert found(carrier.type("lint retail-usd")) == {"sell-below-buy"}

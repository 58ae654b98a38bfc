from __future__ import annotations

import pytest

from engine.checks import card_terms_order
from tests.engine.checks.carriers import told


def card(*terms: str) -> dict[str, str]:
    lines = "".join(f"  - {{precision: 4{since and f', since: {since}'}}}\n" for since in terms)
    return {"rate-cards/c/card.yaml": f"name: C\nside: customer\ncurrency: EUR\nterms:\n{lines}"}


@pytest.mark.parametrize(
    ("terms", "place"),
    [
        (("2026-01-01",), "5:20 terms.0.since"),
        (("", ""), "6:5 terms.1.since"),
        (("", "2026-02-01", "2026-01-01"), "7:20 terms.2.since"),
        (("", "2026-02-01", "2026-02-01"), "7:20 terms.2.since"),
    ],
)
def test_terms_that_leave_a_call_without_or_with_two_are_wrong(
    terms: tuple[str, ...], place: str
) -> None:
    assert told(card_terms_order, card(*terms)) == [f"rate-cards/c/card.yaml:{place}"]


def test_terms_in_the_order_of_their_instants_are_right() -> None:
    assert told(card_terms_order, card("", "2026-01-01", "2026-02-01")) == []

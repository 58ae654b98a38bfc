"""Whole cards at an instant: every two rows that count for the same number meet, and no others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.rating.compiled import milliseconds
from engine.rating.tariffs import LENGTHS_S, Tariff, deeper, meetings
from engine.rating.timelines import NO_ROW
from tests.engine.rating.making import JUNE, compiled, header, rates

CARD = header("name: A\nside: customer\ncurrency: USD\n")
PREFIXES = st.lists(st.text("123", min_size=1, max_size=3), unique=True, min_size=1, max_size=8)


def a_tariff(prefixes: list[str]) -> Tariff:
    table = rates(*(f"{prefix},,0.0{len(prefix)}" for prefix in sorted(prefixes)))
    return Tariff("a", CARD, compiled(table), JUNE)


@given(PREFIXES, PREFIXES, st.text("1234", min_size=5, max_size=5))
def test_the_rows_of_a_number_meet(one: list[str], other: list[str], number: str) -> None:
    first, second = a_tariff(one), a_tariff(other)
    met = {
        (first.prefix(here), second.prefix(there), deeper(first, here, second, there))
        for here, there in meetings(first, second)
    }

    rows = [tariff.rates.find(number, milliseconds(JUNE)) for tariff in (first, second)]
    found = [row.prefix if row else "" for row in rows]
    assert found == ["", ""] or (*found, max(found, key=len)) in met


@given(PREFIXES)
def test_a_card_meets_itself_row_by_row(prefixes: list[str]) -> None:
    tariff = a_tariff(prefixes)

    pairs = list(meetings(tariff, tariff))

    assert all(here == there != NO_ROW for here, there in pairs)


def test_calls_are_charged_as_the_card_rounds() -> None:
    tariff = Tariff("a", CARD, compiled(rates("44,UK,0.01,30,6")), JUNE)

    told = [str(float(one)) for one in tariff.charges(0, "rate")]
    assert dict(zip(LENGTHS_S, told, strict=True)) == {
        1: "0.005",
        30: "0.005",
        60: "0.01",
        180: "0.03",
    }

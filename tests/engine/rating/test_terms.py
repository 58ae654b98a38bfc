"""Terms of rows: the defaults of the card filled in, written as cells again, and compared."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.rating.terms import (
    BLOCKED,
    Kind,
    Terms,
    cells_of,
    kind_of_change,
    terms_of,
    told,
    written,
)
from tests.engine.rating.making import compiled, header, rates

CARD = header(
    "name: A\nside: customer\ncurrency: USD\ndefaults: {minimum_s: 30, connect: '0.01'}\n"
)
US = header("name: A\nside: customer\ncurrency: USD\nprices: inter_intra\n")


def of(
    row: str, columns: str = "prefix,name,rate,minimum_s,increment_s,connect,status,from,to"
) -> Terms:
    card = US if "intra" in columns else CARD
    return terms_of(compiled(rates(row, columns=columns)).row(0), card)


def test_a_row_takes_from_the_card_what_it_leaves_empty() -> None:
    terms = of("44,,0.02,,6")

    assert (terms.minimum_s, terms.increment_s, terms.connect) == (30, 6, 10**7)


def test_a_column_that_is_empty_gives_way_to_the_next() -> None:
    columns = "prefix,name,rate,inter,intra"

    assert dict(of("1,,0.03,0.02,", columns).prices)["intra"] == 2 * 10**7
    assert of("1,,,0.02,0.01", columns).prices[0] == ("rate", 2 * 10**7)
    assert cells_of(of("1,,0.03,0.02,0.02", columns), US) == {"rate": "0.0300", "inter": "0.0200"}


@pytest.mark.parametrize("row", ["44,,0.02,,6", "44,,0.0123456,60,60,0.5", "44,,,,,,blocked"])
def test_cells_say_what_was_read_of_them(row: str) -> None:
    terms = of(row)
    cells = cells_of(terms, CARD)
    again = ",".join(
        [
            "44",
            *(
                cells.get(name, "")
                for name in ("name", "rate", "minimum_s", "increment_s", "connect", "status")
            ),
        ]
    )

    assert of(again) == terms


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, None, Kind.UNCHANGED),
        (None, Terms(prices=(("rate", 1),)), Kind.NEW),
        (Terms(prices=(("rate", 1),)), None, Kind.CLOSED),
        (BLOCKED, BLOCKED, Kind.UNCHANGED),
        (BLOCKED, Terms(prices=(("rate", 1),)), Kind.OPENED),
        (Terms(prices=(("rate", 1),)), BLOCKED, Kind.BLOCKED),
        (Terms(prices=(("rate", 1),)), Terms(prices=(("rate", 2),)), Kind.INCREASE),
        (Terms(prices=(("rate", 2),)), Terms(prices=(("rate", 1),)), Kind.DECREASE),
        (Terms(prices=(("rate", 1),)), Terms(prices=(("rate", 1),), minimum_s=1), Kind.TERMS),
        (Terms(prices=(("rate", 1), ("inter", 1))), Terms(prices=(("rate", 1),)), Kind.UNCHANGED),
        (Terms(prices=(("rate", 1), ("inter", 2))), Terms(prices=(("rate", 1),)), Kind.DECREASE),
    ],
)
def test_what_becomes_of_a_prefix(before: Terms | None, after: Terms | None, kind: Kind) -> None:
    assert kind_of_change(before, after) is kind


def test_prices_are_compared_in_one_money() -> None:
    ten, eleven = Terms(prices=(("rate", 10),)), Terms(prices=(("rate", 11),))

    assert kind_of_change(ten, eleven, Fraction(11, 10)) is Kind.UNCHANGED


def test_terms_are_told_in_a_few_words() -> None:
    assert told(of("44,,0.0125,,6")) == "0.0125 30/6 connect 0.0100"
    assert told(None) == "no rate"
    assert told(BLOCKED) == "blocked"
    assert written(1_234_567_891) == "1.234567891"

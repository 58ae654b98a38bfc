"""Where a step was decided, as a file and a line people can open."""

from __future__ import annotations

from engine.calls.located import located
from engine.calls.model import Place
from tests.engine.calls.carrier import BEN, ROUTES, a_config, more, step, tried


def test_a_field_stands_in_its_line() -> None:
    files = more(ROUTES, "    capacity: {channels: 3}\n    price_limits:\n      capped_rate: '9'")
    book = a_config(files).book

    assert (
        str(located(Place(ROUTES, ("routes", 0, "price_limits", "capped_rate")), book))
        == f"{ROUTES}:7"
    )


def test_a_field_that_is_not_written_stands_where_it_would_be() -> None:
    """Its list item or its document: the line a person opens to write it."""
    book = a_config().book

    assert str(located(Place(ROUTES, ("routes", 0, "capacity", "channels")), book)) == f"{ROUTES}:3"
    assert str(located(Place(BEN + "customer.yaml", ("limits", "cps")), book)).startswith(
        BEN + "customer.yaml"
    )


def test_a_row_of_rates_has_its_line_and_a_table_none() -> None:
    book = a_config().book

    assert str(located(step(tried(), "rate").place, book)) == "rate-cards/retail/rates.csv:2"
    assert str(located(Place("rate-cards/retail/rates.csv"), book)) == "rate-cards/retail/rates.csv"


def test_nothing_stands_nowhere() -> None:
    assert located(None, a_config().book) is None
    assert located(Place(""), a_config().book) is None


def test_every_place_of_a_call_can_be_told() -> None:
    book = a_config().book

    for one in tried().steps:
        if one.place is not None:
            found = located(one.place, book)
            assert found is not None
            assert found.file

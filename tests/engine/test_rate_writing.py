"""Writing a rate table changes what it is told to and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rate_reading import read_table, table_problems
from engine.rate_table import Key, RateTable
from engine.rate_writing import rewritten

PATH = "rate-cards/retail-usd/rates.csv"
DATA = b'prefix,name,rate\n1,US,0.02\n44,"London, UK",0.010\n447,Mobile,0.0200\n'
ROW = st.tuples(st.sampled_from(["1", "2", "44", "447", "9"]), st.sampled_from(["0.1", "0.25"]))


def table(data: bytes = DATA) -> RateTable:
    return read_table(PATH, data)


def key(prefix: str, window: str = "", since: str = "") -> Key:
    return (prefix, window, since)


def test_nothing_put_and_nothing_dropped_is_nothing_changed() -> None:
    assert rewritten(table(), {}) == DATA


def test_a_row_comes_where_it_belongs_and_the_others_keep_every_byte() -> None:
    written = rewritten(table(), {key("33"): {"name": "France", "rate": "0.03"}})

    before = DATA.splitlines(keepends=True)
    assert written.splitlines(keepends=True) == [*before[:2], b"33,France,0.03\n", *before[2:]]


def test_a_row_of_the_same_key_is_replaced_and_a_dropped_one_is_gone() -> None:
    written = rewritten(table(), {key("44"): {"name": "UK", "rate": "0.5"}}, [key("1"), key("999")])

    assert written == b"prefix,name,rate\n44,UK,0.5\n447,Mobile,0.0200\n"


def test_a_new_column_is_added_where_it_belongs_in_every_line() -> None:
    written = rewritten(table(), {key("9"): {"rate": "0.1", "connect": "0.05"}})

    again = table(written)
    assert again.problems == []
    assert set(again.columns) == {"prefix", "name", "rate", "connect"}
    assert {row.key[0]: again.values(row) for row in again.rows} == {
        "1": {"name": "US", "rate": "0.02"},
        "44": {"name": "London, UK", "rate": "0.010"},
        "447": {"name": "Mobile", "rate": "0.0200"},
        "9": {"rate": "0.1", "connect": "0.05"},
    }


@pytest.mark.parametrize("name", ["a, b", 'say "x"', " edge ", "plain"])
def test_a_cell_comes_back_as_it_was_put(name: str) -> None:
    written = rewritten(table(), {key("33"): {"name": name, "rate": "0.03"}})

    [row] = [row for row in table(written).rows if row.key[0] == "33"]
    assert table(written).values(row)["name"] == name


@pytest.mark.parametrize(
    "data", [b"prefix,rate\r\n1,0.02\r\n3,0.1", b"prefix,rate\r\n1,0.02\r\n3,0.1\r\n"]
)
def test_lines_end_as_they_did_and_the_last_one_too(data: bytes) -> None:
    written = rewritten(table(data), {key("2"): {"rate": "0.5"}, key("4"): {"rate": "0.6"}})

    assert written == b"prefix,rate\r\n1,0.02\r\n2,0.5\r\n3,0.1\r\n4,0.6\r\n"


def test_an_empty_table_gets_its_first_line() -> None:
    assert rewritten(table(b""), {key("1"): {"rate": "0.02"}}) == b"prefix,name,rate\n1,,0.02\n"


@given(st.lists(ROW, max_size=5), st.sets(st.sampled_from(["1", "44", "447"])))
def test_what_is_written_holds_and_says_what_was_put(
    put: list[tuple[str, str]], dropped: set[str]
) -> None:
    rows = {key(prefix): {"rate": rate} for prefix, rate in put}

    written = rewritten(table(), rows, [key(prefix) for prefix in dropped])

    expected = {row.key: table().values(row) for row in table().rows} | rows
    for prefix in dropped:
        expected.pop(key(prefix), None)
    assert table_problems(PATH, written) == ()
    assert {row.key: table(written).values(row) for row in table(written).rows} == expected

"""Compiling a rate table: nothing of it is lost, and what rows share is kept once."""

from __future__ import annotations

import random

import pytest

from engine.rating.compiled import CompiledRates, NotCompiledError
from engine.rating.compiling import CHUNK, compile_rates
from tests.engine.rating.test_compiled import opened

HEADER = "prefix,name,rate\n"


def test_rows_out_of_order_keep_their_lines() -> None:
    rates = opened("49,Germany,0.02,,,,,,", "44,UK,0.010,,,,,,")
    found = rates.find("44", 0)
    assert found is not None
    assert found.line == 3


@pytest.mark.parametrize(
    "data",
    [
        b"name,rate\nUK,1\n",
        b"prefix,rate\n44,x\n",
        b"prefix,rate\n4a,1\n",
        b"prefix,rate\n,1\n",
        b"prefix,rate\n44\n",
        b"\xff\xfe",
        b"prefix,rate,from\n44,1,yesterday\n",
    ],
)
def test_a_table_that_does_not_hold_is_not_compiled(data: bytes) -> None:
    with pytest.raises(NotCompiledError):
        compile_rates(data)


def test_a_table_longer_than_one_part_keeps_every_row_with_its_line() -> None:
    rows = [(f"{number:05d}", f"{number % 7}.5") for number in range(2 * CHUNK + 1)]
    random.Random(3).shuffle(rows)
    data = HEADER + "".join(f"{prefix},Place {rate},{rate}\n" for prefix, rate in rows)

    rates = CompiledRates(compile_rates(data.encode()))

    assert (rates.rows, rates.prefixes) == (len(rows), len(rows))
    for line, (prefix, rate) in list(enumerate(rows, start=2))[:: CHUNK // 8]:
        found = rates.find(prefix, 0)
        assert found is not None
        assert (found.prefix, found.line, found.name) == (prefix, line, f"Place {rate}")


def test_what_rows_share_is_kept_once() -> None:
    rows = [f"{number:04d},A place with a long name,0.0{number % 2 + 1}" for number in range(1000)]
    alike = compile_rates((HEADER + "".join(f"{row}\n" for row in rows)).encode())

    rates = CompiledRates(alike)
    assert len(set(rates.price_numbers)) == 2
    assert alike.count(b"A place with a long name") == 1


def test_the_same_table_is_always_the_same_bytes() -> None:
    data = (HEADER + "44,UK,0.01\n1,US,0.02\n").encode()

    assert compile_rates(data) == compile_rates(data)
    assert compile_rates(b"\xef\xbb\xbf" + data) == compile_rates(data)


def test_a_column_left_out_is_as_if_every_cell_of_it_were_empty() -> None:
    short = b"prefix,rate\n44,0.01\n"
    long = b"prefix,name,rate,connect,from,to,window,steps\n44,,0.01,,,,,\n"

    assert compile_rates(short) == compile_rates(long)


def test_more_lists_of_steps_than_can_be_numbered_are_refused() -> None:
    rows = "".join(f"{number:05d},0.01,{number}:0.01\n" for number in range(0x10000))

    with pytest.raises(NotCompiledError, match="65,535"):
        compile_rates(f"prefix,rate,steps\n{rows}".encode())

"""Rate tables are read strictly, and everything that is wrong with one is told at its place."""

from __future__ import annotations

import pytest

from engine.errors import Severity
from engine.rate_changes import rows_of
from engine.rate_edits import format_table
from engine.rate_reading import TOLD, table_problems
from engine.rate_table import rate_table_at
from tests.builders import sample_carrier

PATH = "rate-cards/retail/rates.csv"
HEAD = "prefix,name,rate,from,to\n"
TABLE = f"""{HEAD}1,USA and Canada,0.0086,,
44,United Kingdom,0.0120,,2026-06-01
44,United Kingdom,0.0130,2026-06-01,
447,"UK, mobile",0.0310,,
"""


def told(text: str | bytes) -> list[tuple[int, int, str]]:
    data = text.encode() if isinstance(text, str) else text
    return [(p.line, p.column, p.rule) for p in table_problems(PATH, data)]


@pytest.mark.parametrize("path", [path for path in sample_carrier() if rate_table_at(path)])
def test_the_rates_of_the_sample_hold_and_are_canonical(path: str) -> None:
    data = sample_carrier()[path]

    assert table_problems(path, data) == ()
    assert format_table(path, data) == data


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.rstrip("\n"),
        "prefix,rate\n",
        "prefix,inter,intra\n1,1,2",
    ],
)
def test_what_is_right_is_told_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (b"", (1, 1, "rates-header")),
        (b"\n44,1\n", (1, 1, "rates-header")),
        (b"name,prefix,rate\n", (1, 1, "rates-header")),
        (b"prefix,rate,rat\n", (1, 13, "rates-header")),
        (b"prefix,rate,rate\n", (1, 13, "rates-header")),
        (b"prefix,name\n", (1, 1, "rates-header")),
        (b"prefix,rate\n44,\xff\n", (2, 4, "rates-encoding")),
        (b"\xef\xbb\xbfprefix,rate\n44,1\n", (1, 1, "rates-encoding")),
        (b'prefix,rate\n44,"1\n', (2, 1, "rates-quotes")),
        (b'prefix,rate\n44,1"2"\n', (2, 1, "rates-quotes")),
        (b"prefix,rate\n44,1,2\n", (2, 1, "rates-columns")),
        (b"prefix,rate\n\n44,1\n", (2, 1, "rates-columns")),
        (b"prefix,rate\n4x,1\n", (2, 1, "rates-value")),
        (b"prefix,rate\n+44,1\n", (2, 1, "rates-value")),
        (b"prefix,rate\n44,1e3\n", (2, 4, "rates-value")),
        (b"prefix,rate\n44,0.1234567891\n", (2, 4, "rates-value")),
        (b"prefix,rate\n44,-1\n", (2, 4, "rates-value")),
        (b"prefix,rate\n44,\n", (2, 4, "rates-value")),
        (b"prefix,rate,name\n44,1, UK\n", (2, 6, "rates-value")),
        (b'prefix,name,rate\n44,"a, ""b""",x\n', (2, 15, "rates-value")),
        (b"prefix,rate,status\n44,1,maybe\n", (2, 6, "rates-value")),
        (b"prefix,rate,increment_s\n44,1,0\n", (2, 6, "rates-value")),
        (b"prefix,rate,from\n44,1,soon\n", (2, 6, "rates-value")),
        (b"prefix,rate,from,to\n44,1,2026-02-01,2026-01-01\n", (2, 17, "rates-value")),
        (b"prefix,rate\n44,1\n44,2\n", (3, 1, "rates-duplicate")),
        (
            b"prefix,rate,from\n44,1,2026-01-01\n44,2,2026-01-01T00:00:00Z\n",
            (3, 1, "rates-duplicate"),
        ),
        (b"prefix,rate,from\n44,1,\n44,2,2026-01-01\n", (3, 1, "rates-overlap")),
        (b"prefix,rate\n45,1\n44,1\n", (3, 1, "rates-order")),
    ],
)
def test_every_fault_is_told_at_its_cell(text: bytes, where: tuple[int, int, str]) -> None:
    assert told(text) == [where]


def test_a_blocked_row_needs_no_price() -> None:
    assert told("prefix,rate,status\n44,,blocked\n") == []


def test_order_and_byte_order_mark_are_warnings() -> None:
    found = table_problems(PATH, b"\xef\xbb\xbfprefix,rate\n45,1\n44,1\n")

    assert {problem.severity for problem in found} == {Severity.WARNING}


def test_a_row_that_ends_when_the_next_starts_does_not_overlap_it() -> None:
    assert told(TABLE) == []


def test_all_faults_are_told_in_one_go_and_too_many_are_counted() -> None:
    assert len(told("prefix,rate\n44,x\n4y,1\n45\n")) == 3
    many = "prefix,rate\n" + "".join(
        f"{number},x{number}\n" for number in range(10**4, 10**4 + TOLD + 5)
    )
    found = table_problems(PATH, many.encode())
    assert len(found) == TOLD + 1
    assert "5 more problems" in found[-1].message


def test_rows_of_different_windows_stand_beside_each_other() -> None:
    data = b"prefix,rate,window\n44,0.01,\n44,0.005,night\n44,0.004,weekend\n"
    assert not table_problems(PATH, data)
    assert set(rows_of(PATH, data)) == {("44", "", ""), ("44", "night", ""), ("44", "weekend", "")}


@pytest.mark.parametrize("cell", ["60", "60:x", "60:0.1;30:0.1", "60:0.1/60/0"])
def test_steps_that_are_none_are_told_in_their_cell(cell: str) -> None:
    (problem,) = table_problems(PATH, f"prefix,rate,steps\n44,0.01,{cell}\n".encode())
    assert (problem.line, problem.column, problem.rule) == (2, 9, "rates-value")
    assert "no list of steps" in problem.message

"""What a rate table is made of, and where it stands."""

from __future__ import annotations

import pytest

from engine.rate_reading import read_table
from engine.rate_table import instant_key, named, rate_table_at

PATH = "rate-cards/retail/rates.csv"


@pytest.mark.parametrize(
    ("path", "card"),
    [(PATH, "retail"), ("rate-cards/retail/card.yaml", None), ("rate-cards/A/rates.csv", None)],
)
def test_rates_stand_beside_their_card(path: str, card: str | None) -> None:
    assert rate_table_at(path) == card


def test_a_row_is_told_by_its_prefix_window_and_start_and_says_the_rest() -> None:
    data = b"prefix,name,rate,window,from\n44,UK,0.01,night,2026-03-01\n45,,0.02,,\n"
    table = read_table(PATH, data)

    assert [row.key for row in table.rows] == [
        ("44", "night", "2026-03-01T00:00:00Z"),
        ("45", "", ""),
    ]
    assert [table.values(row) for row in table.rows] == [
        {"name": "UK", "rate": "0.01"},
        {"rate": "0.02"},
    ]
    assert [named(row.key) for row in table.rows] == [
        "44 in night from 2026-03-01T00:00:00Z",
        "45",
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("", "1999-01-01T00:00:00Z"),
        ("2026-03-01", "2026-03-01T00:00:01Z"),
        ("2026-02-28T23:59:59Z", "2026-03-01"),
        ("2026-03-01T00:00:00Z", "2026-03-01T00:00:01Z"),
    ],
)
def test_instants_sort_by_time_however_they_are_written(earlier: str, later: str) -> None:
    assert instant_key(earlier) < instant_key(later)


def test_a_day_is_its_first_moment_and_what_is_no_instant_stays_as_it_is() -> None:
    assert instant_key("2026-03-01") == instant_key("2026-03-01T00:00:00Z")
    assert instant_key("soon") == "soon"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_ends_its_lines_as_its_first_line_does(end: str) -> None:
    assert read_table(PATH, f"prefix,rate{end}44,0.01{end}".encode()).newline == end


def test_only_what_tears_the_table_is_told_apart_from_what_it_holds() -> None:
    table = read_table(PATH, b"prefix,rate\n44,x\n45,0.01,9\n")

    assert [problem.rule for problem in table.problems] == ["rates-columns", "rates-value"]
    assert [problem.rule for problem in table.torn] == ["rates-columns"]

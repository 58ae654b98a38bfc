"""From a sheet to rows: each is trusted, or named by its cell with what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine.sheets.grid import Grid
from engine.sheets.reading import Reading, read_sheet
from tests.engine.sheets.sheets import a_grid, a_profile, read

HEAD = "Code | Name | Rate | Increments | Status | Effective date | End date"


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(one.where, one.kind) for one in reading.findings]


def test_a_row_says_what_its_cells_say_and_nothing_else() -> None:
    [row] = read(HEAD, "44 | UK | 0.01 | 30/6 | Active | 2026-07-01 | ").rows
    said = row.said

    assert (row.row, row.prefix, said.name, said.rate) == (2, "44", "UK", Decimal("0.01"))
    assert (said.minimum_s, said.increment_s, said.connect, said.inter) == (30, 6, None, None)
    assert (said.since, said.until) == (datetime(2026, 7, 1, tzinfo=UTC), None)


def test_a_row_of_several_codes_is_several_rows() -> None:
    rows = read(HEAD, "61 38,39 | Australia | 0.01").rows

    assert [(row.row, row.prefix) for row in rows] == [(2, "6138"), (2, "6139")]


@pytest.mark.parametrize(
    ("line", "where", "kind"),
    [
        ("UK | UK | 0.01", "A2", "value"),
        ("44 | UK | free", "C2", "value"),
        ("44 | UK | ", "C2", "empty"),
        ("44 | UK | -1", "C2", "negative"),
        ("44 | UK | 0.01 EUR", "C2", "currency"),
        ("44 | UK | 1,234", "C2", "doubt"),
        ("44 | UK | 0.01 | 1 min", "D2", "value"),
        ("44 | UK | 0.01 | 1/1 | perhaps", "E2", "value"),
        ("44 | UK | 0.01 | 1/1 | | soon", "F2", "value"),
        ("44 | UK | 0.01 | 1/1 | | 1/7/2026", "F2", "doubt"),
        ("44 | UK | 0.01 | 1/1 | | 2026-07-01 | 2026-07-01", "G2", "value"),
        ("| UK | 0.01", "A2", "empty"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_named_by_its_cell(
    line: str, where: str, kind: str
) -> None:
    reading = read(HEAD, line)

    assert reading.rows == []
    assert told(reading) == [(where, kind)]


def test_a_row_that_is_not_taken_names_its_codes_all_the_same() -> None:
    assert read(HEAD, "44, 45 | UK | free").left_out == {"44", "45"}
    assert read(HEAD, "44 | UK | ").left_out == {"44"}


def test_shut_codes_are_told_by_the_status_or_in_place_of_a_price() -> None:
    rows = read(
        HEAD, "44 | UK | blocked", "45 | DK | 0.01 | | Closed", "46 | SE | | | blocked"
    ).rows

    assert [(row.prefix, row.said.blocked, row.said.rate) for row in rows] == [
        ("44", True, None),
        ("45", True, None),
        ("46", True, None),
    ]


def test_empty_lines_and_words_between_are_passed_over_and_counted() -> None:
    reading = read(
        HEAD, "| EUROPE", "44 | UK | 0.01", "", "Rates may change. |".replace("Rates", "| Rates")
    )

    assert (len(reading.rows), reading.skipped, reading.remarks) == (1, 1, 2)
    assert reading.findings == []


def test_increments_may_stand_in_two_columns_or_both_in_one() -> None:
    two = read("Code | Rate | Minimum | Increment", "44 | 0.01 | 30 | 6").rows[0]
    one = read("Code | Rate | Increment", "44 | 0.01 | 60/1").rows[0]
    lone = read("Code | Rate | Increments", "44 | 0.01 | 60").rows[0]

    assert (two.said.minimum_s, two.said.increment_s) == (30, 6)
    assert (one.said.minimum_s, one.said.increment_s) == (60, 1)
    assert (lone.said.minimum_s, lone.said.increment_s) == (60, 60)


def test_prices_of_which_some_have_a_comma_and_some_a_point_are_asked_about() -> None:
    reading = read("Code | Rate", "44 | 0,0125", "45 | 1.250")
    assert told(reading) == [("column B", "doubt")]
    assert told(read("Code | Rate", "44 | 0,0125", "45 | 1.250", decimals="comma")) == []


def test_codes_of_the_north_american_plan_get_the_one_they_were_written_without() -> None:
    reading = read("NPANXX | Rate", "212555 | 0.01", "1646555 | 0.02")

    assert [row.prefix for row in reading.rows] == ["1212555", "1646555"]
    assert reading.layout.told()[-1] == "codes of six digits get a 1 in front"
    assert [row.prefix for row in read("NPA | NXX | Rate", "212 | 555 | 0.01").rows] == ["1212555"]


def test_the_first_row_of_a_grid_has_the_number_people_see() -> None:
    grid = Grid("", a_grid("Code | Rate", "44 | free").rows, first=5)

    assert told(read_sheet(grid, a_profile(), "USD")) == [("B6", "value")]


def test_cells_that_are_equal_and_not_the_same_are_read_apart() -> None:
    rows = [["Code", "Rate"], ["44", 1], ["45", True], ["46", Decimal("1.0")]]
    reading = read_sheet(Grid("", rows), a_profile(), "USD")

    assert [row.prefix for row in reading.rows] == ["44", "46"]
    assert told(reading) == [("B3", "value")]

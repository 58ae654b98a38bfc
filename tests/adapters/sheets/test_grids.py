"""Files as people send them: workbooks with everything spreadsheets do, tables as text, interconnect JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from adapters.sheets.grids import SheetFiles
from engine.errors import Refused
from engine.sheets.grid import Grid, text
from engine.sheets.reading import MOST_ROWS, read_sheet
from tests.engine.sheets.sheets import a_profile

HERE = Path(__file__).parent
TABLE = "Code,Rate\n44,0.01\n447,0.02\n"


def a_workbook(write: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        write(book)
    return out.getvalue()


def a_sheet(rows: Sequence[Sequence[Any]], at: tuple[int, int] = (0, 0)) -> bytes:
    """A workbook of one tab with these rows."""

    def write(book: Any) -> None:
        sheet = book.add_worksheet("A-Z")
        for place, row in enumerate(rows):
            sheet.write_row(at[0] + place, at[1], row)

    return a_workbook(write)


def only(data: bytes, name: str = "sheet.xlsx") -> Grid:
    [grid] = SheetFiles().grids(name, data)
    return grid


def cells(grid: Grid) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in grid.rows]


# --- workbooks -----------------------------------------------------------------------------------------------------


def test_a_workbook_is_told_by_its_bytes_and_not_by_its_name() -> None:
    data = a_sheet([["Code", "Rate"], ["44", 0.01]])

    assert cells(only(data, "sheet.csv")) == [["Code", "Rate"], ["44", "0.01"]]


def test_numbers_of_a_workbook_are_the_decimals_people_see() -> None:
    grid = only(a_sheet([["Code", "Rate"], [44.0, 0.27], [447911123456, 0.1 + 0.2]]))

    assert cells(grid)[1:] == [["44", "0.27"], ["447911123456", "0.3"]]
    reading = read_sheet(grid, a_profile(), "USD")
    assert [(row.prefix, row.said.rate) for row in reading.rows] == [
        ("44", Decimal("0.27")),
        ("447911123456", Decimal("0.3")),
    ]


def test_cells_keep_the_letters_and_numbers_people_see() -> None:
    """A table that begins at C5 has its first code in C6."""
    grid = only(a_sheet([["Code", "Rate"], ["44", "free"]], at=(4, 2)))
    [finding] = read_sheet(grid, a_profile(), "USD").findings

    assert (grid.first, finding.where) == (5, "D6")


def test_merged_cells_say_what_they_say_in_their_first_cell_alone() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Code", "Rate"])
        sheet.merge_range(1, 0, 2, 0, "United Kingdom")
        sheet.write_row(1, 1, ["44", 0.01])
        sheet.write_row(2, 1, ["447", 0.02])
        sheet.merge_range(3, 1, 4, 1, "49")
        sheet.write(3, 2, 0.03)
        sheet.write(4, 2, 0.04)

    reading = read_sheet(only(a_workbook(write)), a_profile(), "USD")

    assert [(row.prefix, row.said.name) for row in reading.rows] == [
        ("44", "United Kingdom"),
        ("447", ""),
        ("49", ""),
    ]
    assert [(one.where, one.message) for one in reading.findings] == [("B5", "there is no code")]


def test_formulas_say_what_they_came_to() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Code", "Rate"])
        sheet.write(1, 0, "44")
        sheet.write_formula(1, 1, "=0.01*1.1", None, 0.011)
        sheet.write(2, 0, "45")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")

    reading = read_sheet(only(a_workbook(write)), a_profile(), "USD")

    assert [(row.prefix, row.said.rate) for row in reading.rows] == [("44", Decimal("0.011"))]
    assert [one.where for one in reading.findings] == ["B3"]


def test_dates_of_a_workbook_are_dates() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Code", "Rate", "Effective date", "Increments"])
        sheet.write_row(1, 0, ["44", 0.01])
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(1, 2, datetime(2026, 7, 1), day)  # noqa: DTZ001 -- cells have no zone
        sheet.write_row(2, 0, ["45", 0.01, 46204])
        sheet.write_row(3, 0, ["46", 0.01, "2026-07-01"])
        sheet.write_datetime(3, 3, datetime(2026, 6, 1), day)  # noqa: DTZ001 -- what was 1/6 once

    reading = read_sheet(only(a_workbook(write)), a_profile(), "USD")

    assert [f"{row.prefix} {row.said.since:%Y-%m-%d}" for row in reading.rows] == [
        "44 2026-07-01",
        "45 2026-07-01",
    ]
    assert "the spreadsheet took 1/6 for one" in reading.findings[0].message


def test_tabs_with_a_cell_are_given_and_empty_ones_left_out() -> None:
    def write(book: Any) -> None:
        book.add_worksheet("Cover")
        book.add_worksheet("A-Z").write_row(0, 0, ["Code", "Rate"])
        book.add_worksheet("Changes").write_row(0, 0, ["Code", "Rate"])

    assert [grid.name for grid in SheetFiles().grids("s.xlsx", a_workbook(write))] == [
        "A-Z",
        "Changes",
    ]


def test_a_workbook_of_the_old_kind_is_read() -> None:
    """atlas.xls was written with xlwt 1.3: numbers and texts as codes, a real date, an empty second tab."""
    grid = only((HERE / "atlas.xls").read_bytes(), "atlas.xls")
    reading = read_sheet(grid, a_profile(), "USD")

    assert (grid.name, reading.findings) == ("A-Z", [])
    assert [
        (row.prefix, str(row.said.rate), row.said.minimum_s, f"{row.said.since:%F}")
        for row in reading.rows
    ] == [
        ("44", "0.0125", 30, "2026-07-01"),
        ("447", "0.27", 1, "2026-07-01"),
        ("49", "0.005", 60, "2026-07-01"),
    ]


# --- text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace(",", "|").encode(),
        TABLE.replace("44,", '"44",').encode(),
    ],
)
def test_a_table_is_read_in_every_encoding_and_with_every_sign_between(data: bytes) -> None:
    assert cells(only(data, "sheet.csv")) == [["Code", "Rate"], ["44", "0.01"], ["447", "0.02"]]


def test_decimal_commas_in_a_table_with_semicolons_part_no_cells() -> None:
    grid = only(b"Code;Rate\n44;0,0125\n45;0,02\n46;0,03\n", "sheet.csv")

    assert cells(grid)[1] == ["44", "0,0125"]


def test_a_comma_in_a_name_that_nobody_quoted_shifts_its_row_and_is_named() -> None:
    grid = only(b"Name,Code,Rate\nKorea, South,82,0.02\nUK,44,0.01\nDE,49,0.01\n", "sheet.csv")
    reading = read_sheet(grid, a_profile(), "USD")

    assert [row.prefix for row in reading.rows] == ["44", "49"]
    assert [(one.where, one.kind) for one in reading.findings] == [("B2", "value")]


def test_names_of_places_in_the_code_page_of_the_west_are_read() -> None:
    grid = only("Name,Code,Rate\nCôte d’Ivoire,225,0.1\n".encode("cp1252"), "sheet.csv")

    assert cells(grid)[1][0] == "Côte d’Ivoire"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "has no cells"),
        (b"\n\n,,\n", "has no cells"),
        (b"\x00\x01\x02\x03\x04", "is no sheet we can read"),
        (b"PK\x03\x04x", "broken workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1short", "cannot be read as a workbook"),
        (b'{"cards": 1}', "has no cards"),
        (b'{"cards": [{"fields": []}]}', "cards[0] of sheet has no fields or rates"),
        (b'{"cards": [', "is no JSON: "),
        (b"[" * 100_000, "is no JSON we read"),
    ],
)
def test_what_is_no_sheet_is_told(data: bytes, said: str) -> None:
    with pytest.raises(Refused) as found:
        SheetFiles().grids("sheet", data)

    assert said in found.value.message


def test_five_bytes_are_a_sheet_with_one_cell_and_nothing_to_read() -> None:
    with pytest.raises(Refused, match="no row of the sheet has headings"):
        read_sheet(only(b"a,b\n1", "five.csv"), a_profile(), "USD")


def test_a_table_of_too_many_rows_is_refused() -> None:
    with pytest.raises(Refused, match="more than 700,000 rows"):
        SheetFiles().grids("sheet.csv", b"44,1\n" * (MOST_ROWS + 1))


# --- interconnect JSON ---------------------------------------------------------------------------------------------


def an_interconnect(**card: Any) -> bytes:
    rates = [["44", "UK", 0.0125, 0, 30, 6], ["447", "UK mobile", "0.02", None, 60, 60]]
    fields = ["prefix", "name", "rate", "connection_fee", "initial_interval", "billing_interval"]
    content = {"name": "A-Z", "currency": "USD", "fields": fields, "rates": rates, **card}
    return json.dumps({"schema_version": "1.0", "unknown": {}, "cards": [content]}).encode()


def test_interconnect_json_is_read_by_the_names_of_its_fields() -> None:
    reading = read_sheet(only(an_interconnect(), "x.json"), a_profile(), "USD")

    assert [
        (row.row, row.prefix, str(row.said.rate), row.said.minimum_s, row.said.increment_s)
        for row in reading.rows
    ] == [
        (1, "44", "0.0125", 30, 6),
        (2, "447", "0.02", 60, 60),
    ]


def test_what_a_card_says_of_all_rows_counts_for_each() -> None:
    data = an_interconnect(
        fields=["rate", "prefix", "carrier"],
        rates=[["0.01", "44", "x"]],
        rate={"default_initial": 30, "default_pulse": 6, "connection": 0.005},
    )
    [row] = read_sheet(only(data), a_profile(), "USD").rows

    assert (row.said.minimum_s, row.said.increment_s, str(row.said.connect)) == (30, 6, "0.005")


def test_several_cards_are_several_tabs() -> None:
    document = json.loads(an_interconnect())
    document["cards"].append({**document["cards"][0], "name": "Premium"})
    grids = SheetFiles().grids("x.json", json.dumps(document).encode())

    assert [grid.name for grid in grids] == ["A-Z", "Premium"]

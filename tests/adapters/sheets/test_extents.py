"""Workbooks that would take all memory are refused before they are opened."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from adapters.sheets.extents import refuse_huge
from engine.errors import Refused


def a_workbook(*cells: tuple[int, int]) -> bytes:
    """A workbook with a word in each of these cells: (row, column), counted from 0."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row, column in cells:
            sheet.write(row, column, "x")
    return out.getvalue()


def an_archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("_", "/", 1).replace("_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("far", "said"),
    [
        ((1_048_575, 16_383), "more than 700,000 rows"),
        ((1_048_575, 0), "more than 700,000 rows"),
        ((99_998, 16_383), "as far out as column XFD, row 99,999"),
    ],
)
def test_a_word_in_a_far_cell_is_found_in_a_small_file(far: tuple[int, int], said: str) -> None:
    with pytest.raises(Refused, match=said):
        refuse_huge("sheet.xlsx", a_workbook((0, 0), far))


def test_wide_and_long_sheets_of_a_sane_size_pass() -> None:
    refuse_huge("wide.xlsx", a_workbook((0, 0), (50, 16_383)))
    refuse_huge("long.xlsx", a_workbook((0, 0), (600_000, 20)))


def test_a_bomb_is_told_by_what_it_unpacks_to() -> None:
    honest = an_archive(xl_workbook_xml=b"", xl_bomb_xml=bytes(54_321))
    bomb = honest.replace((54_321).to_bytes(4, "little"), (401_000_000).to_bytes(4, "little"))

    with pytest.raises(Refused, match="unpacks to 401 MB"):
        refuse_huge("bomb.xlsx", bomb)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (an_archive(word_document_xml=b"<w/>"), "an archive, but no .xlsx workbook"),
        (b"PK\x03\x04 and no more", "broken workbook"),
        (a_workbook((0, 0))[:-40], "broken workbook"),
    ],
)
def test_other_archives_are_told(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        refuse_huge("sheet.xlsx", data)

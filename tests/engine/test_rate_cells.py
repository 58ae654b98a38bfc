"""Lines of a rate table are taken apart by commas and quotes, and a cell is written in quotes only if it must."""

from __future__ import annotations

import pytest

from engine.rate_cells import cell_text, cells_of, content_of, fault_in, is_prefix, spans_of


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("44,UK,0.01\n", ["44", "UK", "0.01"]),
        ('44,"UK, mobile",\r\n', ["44", "UK, mobile", ""]),
        ('"a ""b""",c', ['a "b"', "c"]),
    ],
)
def test_a_line_has_its_cells_and_their_places(line: str, cells: list[str]) -> None:
    content = content_of(line)
    spans = spans_of(content)

    assert cells_of(content) == cells
    assert spans is not None
    assert [cells_of(content[start:end])[0] for start, end in spans] == cells
    assert ",".join(map(cell_text, cells)) == content


def test_wrong_quotes_have_no_places() -> None:
    assert spans_of('44,"UK') is None
    assert spans_of('44,U"K"') is None


@pytest.mark.parametrize(
    ("column", "cell", "wrong"),
    [
        ("prefix", "44", ""),
        ("prefix", "+44", "is no prefix"),
        ("prefix", "", "empty"),
        ("rate", "0.01", ""),
        ("rate", "1e3", "1e3"),
        ("name", " UK", "blanks"),
        ("status", "maybe", "not a status"),
        ("to", "2026-01-01", ""),
    ],
)
def test_a_cell_holds_what_its_column_is_for(column: str, cell: str, wrong: str) -> None:
    found = fault_in(column, cell)

    assert (found is None) == (not wrong)
    assert found is None or wrong in found[0]


def test_a_prefix_has_1_to_18_digits() -> None:
    assert is_prefix("4" * 18)
    assert not is_prefix("4" * 19)
    assert not is_prefix("")

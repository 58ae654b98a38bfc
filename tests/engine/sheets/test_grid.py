"""Cells and columns by the names people give them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sheets.grid import Finding, letter, place_of_letter, text


@given(st.integers(0, 17_000))
def test_a_letter_leads_back_to_its_place(place: int) -> None:
    assert place_of_letter(letter(place)) == place


def test_letters_go_on_behind_z() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [place_of_letter(name) for name in ("a", "Dial Code", "B2", "", "Ä")] == [0, *[None] * 4]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        ("  a   b ", "a b"),
        (Decimal("44.0"), "44"),
        (Decimal("0.0125"), "0.0125"),
        (Decimal("4.4E+3"), "4400"),
        (date(2026, 7, 1), "2026-07-01"),
    ],
)
def test_a_cell_as_text(cell: Any, written: str) -> None:
    assert text(cell) == written


def test_a_finding_names_its_cell() -> None:
    assert Finding(7, "C", "value", "x").where == "C7"
    assert Finding(7, "", "value", "x").where == "row 7"
    assert Finding(0, "C", "doubt", "x").where == "column C"

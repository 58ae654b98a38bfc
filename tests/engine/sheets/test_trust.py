"""Rows that are not believed: far from their country, lost points, codes in the place of prices, prices of nothing."""

from __future__ import annotations

from engine.sheets.trust import country_code, untrusted
from tests.engine.sheets.sheets import read

HEAD = "Code | Rate"
UK = [f"44{n} | 0.0{n}" for n in range(1, 9)]


def doubted(*lines: str, factor: int = 20) -> dict[str, str]:
    return {one.where: one.message for one in untrusted(read(HEAD, *lines), factor)}


def test_a_price_far_above_the_median_of_its_country_is_not_believed() -> None:
    assert doubted(*UK) == {}
    assert doubted(*UK, "4477 | 1409.9") == {
        "B10": "4477 at 1409.9 is 28,198 times the median of its country, 0.05"
    }


def test_a_lost_decimal_point_is_guessed_at_in_words_only() -> None:
    found = doubted(*UK, "4477 | 273")

    assert "it may have lost its decimal point" in found["B10"]


def test_a_code_in_the_place_of_a_price_is_named() -> None:
    found = doubted(*UK, "4477 | 445")

    assert "445 is a code of this sheet" in found["B10"]


def test_a_country_of_few_rows_is_held_against_the_whole_sheet() -> None:
    assert doubted(*UK, "881 | 6") == {}  # satellites are dear: 120 times the median
    assert "of the whole sheet" in doubted(*UK, "881 | 60")["B10"]


def test_a_price_of_nothing_is_not_believed() -> None:
    assert doubted(*UK, "4480 | 0") == {
        "B10": "4480 costs nothing; if it is shut, the sheet should say so"
    }


def test_a_row_of_many_codes_is_named_once() -> None:
    assert len(doubted(*UK, "4477,4478 | 99", "4479-4481 | 0")) == 2


def test_country_codes_are_told_from_the_beginning_of_a_code() -> None:
    assert [country_code(code) for code in ("4420", "1242", "7701", "88", "999")] == [
        "44",
        "1",
        "7",
        "8",
        "9",
    ]

"""Which column is what: told by headings beyond doubt, or by a person."""

from __future__ import annotations

import pytest

from engine.errors import Refused
from engine.sheets.columns import heading, layout_of
from tests.engine.sheets.sheets import a_grid

ROW = "44 | UK | 0.01"


def placed(*lines: str, **said: str) -> dict[str, int]:
    return dict(layout_of(a_grid(*lines), said).columns)


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Destination | Dial Code | Rate", {"name": 0, "prefix": 1, "rate": 2}),
        ("PREFIX|NAME|PRICE PER MINUTE", {"prefix": 0, "name": 1, "rate": 2}),
        ("Code_Name | Code | Rate (USD)", {"name": 0, "prefix": 1, "rate": 2}),
        ("Code | Old rate | New rate | Change | Effective Date",
         {"prefix": 0, "rate": 2, "change": 3, "from": 4}),
        ("NPANXX | INTER | INTRA | Indeterminate", {"prefix": 0, "inter": 1, "intra": 2, "rate": 3}),
        ("Prefix | Rate | MBSeconds | IBSeconds", {"prefix": 0, "rate": 1, "minimum_s": 2, "increment_s": 3}),
        ("Code | Rate | Billing Increment | Status", {"prefix": 0, "rate": 1, "billing": 2, "status": 3}),
        ("Code | Rate | State", {"prefix": 0, "rate": 1}),  # of the union, not of the code
    ],
)  # fmt: skip
def test_headings_beyond_doubt_need_nobody(headings: str, columns: dict[str, int]) -> None:
    assert placed(headings, ROW) == columns


def test_headings_may_stand_below_an_address_and_empty_lines() -> None:
    layout = layout_of(
        a_grid("Atlas Carrier Ltd | |", "", "Valid from July | |", "Code | Name | Rate", ROW), {}
    )

    assert (layout.first, layout.told()) == (
        4,
        ('A "Code" is prefix', 'B "Name" is name', 'C "Rate" is rate'),
    )


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ("Code | Rate | New rate", 'B and C both read as "rate"'),
        ("Code | Dial code | Rate", 'A and B both read as "prefix"'),
        ("prefix | rate | intrastate | intrastate", 'C and D both read as "intra"'),
    ],
)
def test_headings_that_leave_a_doubt_are_asked_about(headings: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        layout_of(a_grid(headings, ROW), {})


def test_a_person_names_columns_by_heading_or_by_letter() -> None:
    lines = ("prefix | rate | intrastate | intrastate | effective", "1212 | 0.1 | 0.2 | 0.3 | ")

    assert placed(*lines, prefix="prefix", intra="C", rate="D") == {
        "prefix": 0,
        "intra": 2,
        "rate": 3,
        "from": 4,
    }
    with pytest.raises(Refused, match='C and D are both headed "intrastate"'):
        layout_of(a_grid(*lines), {"intra": "intrastate"})


def test_a_field_may_be_said_to_have_no_column() -> None:
    lines = ("Country Code | Code | Rate", "44 | 4420 | 0.01")

    assert "country" in placed(*lines)
    assert placed(*lines, country="-") == {"prefix": 1, "rate": 2}


def test_a_sheet_without_headings_is_read_by_letters_from_its_first_code() -> None:
    layout = layout_of(a_grid("Atlas | July | ", "UK | 44 | 0.01"), {"prefix": "B", "rate": "C"})

    assert (dict(layout.columns), layout.first) == ({"prefix": 1, "rate": 2}, 1)
    assert layout.said == {"prefix", "rate"}


@pytest.mark.parametrize(
    ("lines", "said", "message"),
    [
        ((ROW,), {}, "no row of the sheet has headings for a code and a rate"),
        (("a | b", "1 | 2"), {"prefix": "Dial Code"}, 'no row of the sheet has the headings "Dial Code"'),
        (("traffic_direction | time_slot | rate", "Guayaquill | peak | 0.1"), {}, "no row of the sheet has headings"),
        ((), {}, "the first is empty"),
    ],
)  # fmt: skip
def test_a_sheet_whose_columns_cannot_be_told_is_refused_with_what_stands_there(
    lines: tuple[str, ...], said: dict[str, str], message: str
) -> None:
    with pytest.raises(Refused, match=message):
        layout_of(a_grid(*lines), said)


def test_headings_are_compared_without_signs_and_case() -> None:
    assert heading("  Rate (USD) ") == heading("rate_usd") == heading("RATE.USD") == "rate usd"

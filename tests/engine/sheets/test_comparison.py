"""What a sheet changes on a card, code by code, and the table that comes of it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Severity
from engine.sheets.comparison import Kind, told_by
from tests.engine.sheets.sheets import compared, kinds, rows_of

HEAD = "Code | Name | Rate | Increments | Status | Effective date | End date | Change"
NOW = "prefix,name,rate,minimum_s,increment_s\n44,UK,0.010,60,60\n447,UK mobile,0.020,,\n49,Germany,0.005,,\n"


def warned(comparison: object) -> list[tuple[int, str, Severity]]:
    return [(one.row, one.kind, one.severity) for one in comparison.findings]


def test_every_code_is_told_by_what_becomes_of_it() -> None:
    made = compared(
        NOW,
        HEAD,
        "44 | UK | 0.011 | 60/60",
        "447 | UK mobile | 0.015",
        "33 | France | 0.004",
        "49 | Germany | 0.005",
    )

    assert kinds(made) == {
        "44": Kind.INCREASE,
        "447": Kind.DECREASE,
        "33": Kind.NEW,
        "49": Kind.UNCHANGED,
    }
    rows = rows_of(made.data)
    assert rows["44", ""]["to"].startswith("2026-07-01")
    assert (rows["44", "2026-07-01"]["rate"], rows["44", "2026-07-01"]["minimum_s"]) == (
        "0.011",
        "60",
    )
    assert rows["49", ""] == {"name": "Germany", "rate": "0.005"}


def test_a_full_sheet_shuts_what_it_does_not_name_from_its_first_day() -> None:
    made = compared(NOW, HEAD, "44 | UK | 0.010", "447 | UK mobile | 0.020")

    assert kinds(made)["49"] is Kind.CLOSED
    assert rows_of(made.data)["49", "2026-07-01"]["status"] == "blocked"
    assert rows_of(made.data)["49", ""]["to"].startswith("2026-07-01")


def test_a_code_may_give_way_to_the_shorter_one_instead() -> None:
    made = compared(NOW, HEAD, "44 | UK | 0.010", "49 | Germany | 0.005", missing="inherit")

    assert kinds(made)["447"] is Kind.CLOSED
    assert set(rows_of(made.data)) == {("44", ""), ("447", ""), ("49", "")}
    assert rows_of(made.data)["447", ""]["to"].startswith("2026-07-01")


def test_a_partial_sheet_leaves_what_it_does_not_name() -> None:
    made = compared(NOW, HEAD, "44 | UK | 0.011", full=False)

    assert set(kinds(made)) == {"44"}
    assert rows_of(made.data)["49", ""].get("to", "") == ""


def test_a_row_that_is_not_taken_shuts_nothing() -> None:
    made = compared(NOW, HEAD, "44 | UK | free", "447 | UK mobile | 0.020", "49 | Germany | 0.005")

    assert set(kinds(made)) == {"447", "49"}
    assert set(rows_of(made.data)) == {("44", ""), ("447", ""), ("49", "")}


def test_shut_and_opened_codes_are_told() -> None:
    shut = compared(NOW, HEAD, "44 | UK | | | blocked", full=False)
    assert kinds(shut) == {"44": Kind.BLOCKED}

    opened = compared(
        shut.data.decode(),
        HEAD,
        "44 | UK | 0.010",
        full=False,
        start=datetime(2026, 8, 1, tzinfo=UTC),
    )
    assert kinds(opened) == {"44": Kind.OPENED}
    assert rows_of(opened.data)["44", "2026-07-01"]["to"].startswith("2026-08-01")


def test_other_increments_at_the_same_price_are_told() -> None:
    assert kinds(compared(NOW, HEAD, "44 | UK | 0.010 | 60/1", full=False)) == {"44": Kind.TERMS}


def test_what_a_sheet_is_silent_about_stays() -> None:
    made = compared(NOW, HEAD, "44 | UK | 0.011", full=False)

    assert rows_of(made.data)["44", "2026-07-01"]["minimum_s"] == "60"


def test_each_date_of_a_code_is_worked_in() -> None:
    made = compared(
        NOW,
        HEAD,
        "44 | UK | 0.012 | | | 2026-08-01",
        "44 | UK | 0.011 | | | 2026-07-01",
        full=False,
    )
    rows = rows_of(made.data)

    assert rows["44", ""]["to"].startswith("2026-07-01")
    assert rows["44", "2026-07-01"]["to"].startswith("2026-08-01")
    assert rows["44", "2026-08-01"].get("to", "") == ""


def test_a_price_that_is_planned_already_stays_and_is_told_of() -> None:
    planned = "prefix,name,rate,from,to\n44,UK,0.010,,2026-08-01T00:00:00Z\n44,UK,0.02,2026-08-01T00:00:00Z,\n"
    made = compared(planned, HEAD, "44 | UK | 0.011", full=False)

    assert warned(made) == [(2, "planned", Severity.WARNING)]
    assert rows_of(made.data)["44", "2026-07-01"]["to"].startswith("2026-08-01")


def test_an_end_that_a_sheet_names_or_takes_back_is_no_unchanged_row() -> None:
    ends = compared(NOW, HEAD, "44 | UK | 0.010 | 60/60 | | 2026-07-01 | 2027-01-01", full=False)
    assert kinds(ends) == {"44": Kind.ENDS}
    assert rows_of(ends.data)["44", ""]["to"].startswith("2027-01-01")

    again = compared(ends.data.decode(), HEAD, "44 | UK | 0.010 | 60/60", full=False)
    assert [(one.before, one.after) for one in again.changes] == [
        ("0.010 60/60 until 2027-01-01", "0.010 60/60 without end")
    ]
    assert rows_of(again.data)["44", ""].get("to", "") == ""


def test_one_code_at_two_prices_is_ambiguous_and_left_as_it_is() -> None:
    made = compared(NOW, HEAD, "44 | UK | 0.011", "44 | UK | 0.012")

    assert warned(made) == [(3, "ambiguous", Severity.ERROR)]
    assert made.findings[0].message == "44 stands in row 2 at 0.011 too"
    assert ("44", "2026-07-01") not in rows_of(made.data)


def test_the_same_line_twice_is_no_matter() -> None:
    assert warned(compared(NOW, HEAD, "44 | UK | 0.011", "44 | UK | 0.011", full=False)) == []


def test_dates_that_overlap_are_ambiguous() -> None:
    made = compared(
        NOW,
        HEAD,
        "44 | UK | 0.011 | | | 2026-07-01 | 2026-09-01",
        "44 | UK | 0.012 | | | 2026-08-01",
    )

    assert made.findings[0].where == "F3"
    assert "begins on 2026-08-01, while row 2 counts until 2026-09-01" in made.findings[0].message


def test_a_row_that_ends_before_the_sheet_begins_is_named() -> None:
    made = compared(NOW, HEAD, "44 | UK | 0.011 | | | | 2026-06-01", full=False)

    assert [(one.where, one.kind) for one in made.findings] == [("G2", "value")]


def test_an_increase_inside_the_notice_is_told() -> None:
    late = datetime(2026, 6, 28, tzinfo=UTC)
    made = compared(NOW, HEAD, "44 | UK | 0.011", "447 | UK mobile | 0.01", full=False, now=late)

    assert warned(made) == [(2, "notice", Severity.WARNING)]  # a decrease needs none
    assert (
        compared(NOW, HEAD, "44 | UK | 0.011", full=False, now=late, notice_days="2").findings == []
    )


def test_a_label_that_is_not_so_is_told() -> None:
    made = compared(NOW, HEAD, "44 | UK | 0.011 | | | | | Decrease", full=False)

    assert made.findings[0].message == "the sheet says decrease for 44, which is an increase here"


def test_a_longer_code_dearer_than_the_one_that_counted_is_a_hidden_raise() -> None:
    made = compared(NOW, HEAD, "4420 | London | 0.018", full=False)
    assert made.findings[0].message == "4420 is new at 0.018; its numbers cost 0.010 so far, by 44"


def test_a_raise_is_hidden_also_where_the_shorter_code_gets_cheaper() -> None:
    made = compared(NOW, HEAD, "44 | UK | 0.009", "4420 | London | 0.018", full=False)

    assert [one.kind for one in made.findings] == ["hidden raise"]


def test_a_price_many_times_what_it_was_is_not_taken_until_somebody_vouches() -> None:
    made = compared(NOW, HEAD, "44 | UK | 100", full=False)

    assert [(one.where, one.kind) for one in made.findings] == [("C2", "suspicious")]
    assert made.findings[0].message == "44 goes from 0.010 to 100, 10,000 times as much"
    assert made.changes == []


def test_an_empty_card_takes_a_sheet_from_ever() -> None:
    made = compared(None, HEAD, "44 | UK | 0.01", start=None)

    assert rows_of(made.data)["44", ""]["rate"] == "0.01"
    assert kinds(made) == {"44": Kind.NEW}


def test_the_changes_told_first_are_those_furthest_from_what_was() -> None:
    made = compared(
        NOW, HEAD, "44 | UK | 0.0101", "447 | UK mobile | 0.1", "49 | Germany | 0.006", full=False
    )

    assert [one.prefix for one in told_by(made.changes, Kind.INCREASE, 2)] == ["447", "49"]


# --- properties ----------------------------------------------------------------------------------------------------

CODES = st.sampled_from(["1", "33", "44", "442", "4420", "447", "49"])
PRICES = st.integers(1, 15).map(lambda one: f"0.0{one:02d}")
TABLES = st.dictionaries(CODES, PRICES | st.just("blocked"), min_size=1)


def a_table(rows: dict[str, str]) -> str:
    lines = (
        f"{code},{'' if rate == 'blocked' else rate},{'blocked' if rate == 'blocked' else ''}"
        for code, rate in sorted(rows.items())
    )
    return "prefix,rate,status\n" + "\n".join(lines) + "\n"


def a_sheet(rows: dict[str, str]) -> list[str]:
    return ["Code | Rate", *(f"{code} | {rate}" for code, rate in rows.items())]


@given(now=TABLES, sheet=TABLES, missing=st.sampled_from(["blocked", "inherit"]))
@settings(max_examples=150, deadline=None)
def test_applying_a_full_sheet_twice_changes_nothing_more(
    now: dict[str, str], sheet: dict[str, str], missing: str
) -> None:
    once = compared(a_table(now), *a_sheet(sheet), missing=missing)
    twice = compared(once.data.decode(), *a_sheet(sheet), missing=missing)

    assert twice.data == once.data
    assert set(kinds(twice).values()) <= {Kind.UNCHANGED}


@given(now=TABLES, sheet=TABLES, full=st.booleans())
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost(now: dict[str, str], sheet: dict[str, str], full: bool) -> None:
    """Every row there was is there still: as it was, or ended on the day the sheet begins."""
    after = rows_of(compared(a_table(now), *a_sheet(sheet), full=full).data)

    for code, rate in now.items():
        row = after[code, ""]
        assert row.get("rate", "") == ("" if rate == "blocked" else rate)
        assert row.get("to", "")[:10] in ("", "2026-07-01")


@given(now=TABLES, sheet=TABLES)
@settings(max_examples=150, deadline=None)
def test_after_a_full_sheet_each_code_costs_what_the_sheet_says(
    now: dict[str, str], sheet: dict[str, str]
) -> None:
    after = rows_of(compared(a_table(now), *a_sheet(sheet)).data)

    def in_force(code: str) -> str:
        rows = [
            row
            for (prefix, since), row in after.items()
            if prefix == code
            and since <= "2026-07-01"
            and (not row.get("to") or row["to"] > "2026-07-02")
        ]
        assert len(rows) == 1
        return rows[0].get("status") or rows[0]["rate"]

    assert {code: in_force(code) for code in now | sheet} == {
        code: sheet.get(code, "blocked") for code in now | sheet
    }

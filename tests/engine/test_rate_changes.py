"""A change of a rate table is told row by row, or counted where the rows are many."""

from __future__ import annotations

from engine.edits import DeleteRow, InsertRow, SetRow
from engine.plan import Action
from engine.rate_changes import SHOWN, diff_table
from engine.rate_edits import edit_table

PATH = "rate-cards/retail/rates.csv"
HEAD = "prefix,name,rate,from,to\n"
TABLE = f"""{HEAD}1,USA and Canada,0.0086,,
44,United Kingdom,0.0120,,2026-06-01
44,United Kingdom,0.0130,2026-06-01,
447,"UK, mobile",0.0310,,
"""


def test_a_plan_tells_rows_by_prefix_and_start() -> None:
    new = edit_table(
        PATH,
        TABLE.encode(),
        [
            SetRow("44", "2026-06-01", {"rate": "0.0140"}),
            DeleteRow("1", ""),
            InsertRow("45", "", {"rate": "1"}),
        ],
    )

    found = diff_table(PATH, TABLE.encode(), new)
    assert [(c.field, c.action, c.before, c.after) for c in found] == [
        ("rates[1]", Action.REMOVED, {"name": "USA and Canada", "rate": "0.0086"}, None),
        ("rates[44 from 2026-06-01T00:00:00Z].rate", Action.CHANGED, "0.0130", "0.0140"),
        ("rates[45]", Action.ADDED, None, {"rate": "1"}),
    ]


def test_a_sheet_of_many_rows_is_told_as_one_change_that_stands_for_its_bytes() -> None:
    def sheet(rate: str) -> bytes:
        rows = (f"{number},{rate}\n" for number in range(10**4, 10**4 + SHOWN + 1))
        return ("prefix,rate\n" + "".join(rows)).encode()

    [one] = diff_table(PATH, sheet("1"), sheet("2"))
    [other] = diff_table(PATH, sheet("1"), sheet("3"))
    assert (one.field, one.before == other.before, one.after == other.after) == (
        "rates",
        True,
        False,
    )

"""Rate tables are edited by key, and every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.edits import DeleteRow, InsertRow, RowEdit, SetRow
from engine.errors import Invalid, Refused
from engine.rate_changes import diff_table, rows_of
from engine.rate_edits import edit_table, format_table
from engine.rate_reading import read_table

PATH = "rate-cards/retail/rates.csv"
HEAD = "prefix,name,rate,from,to\n"
TABLE = f"""{HEAD}1,USA and Canada,0.0086,,
44,United Kingdom,0.0120,,2026-06-01
44,United Kingdom,0.0130,2026-06-01,
447,"UK, mobile",0.0310,,
"""


def edited(*edits: RowEdit, text: str = TABLE) -> str:
    return edit_table(PATH, text.encode(), edits).decode()


def test_setting_a_cell_changes_its_line_only_and_only_there() -> None:
    assert edited(SetRow("447", "", {"rate": "0.0320"})) == TABLE.replace("0.0310", "0.0320")
    assert edited(SetRow("44", "2026-06-01", {"rate": "1"})) == TABLE.replace("0.0130", "1")


def test_setting_what_is_there_changes_nothing() -> None:
    odd = 'prefix,name,rate\n44,"UK",0.1\n'

    assert edited(SetRow("44", "", {"name": "UK"}), text=odd) == odd


def test_a_row_is_inserted_where_it_belongs() -> None:
    row = InsertRow("4420", "", {"name": "London, UK", "rate": "0.01"})

    assert edited(row) == TABLE.replace("447,", '4420,"London, UK",0.01,,\n447,')


def test_a_deleted_row_takes_its_line_along() -> None:
    assert edited(DeleteRow("44", "2026-06-01")) == TABLE.replace(
        "44,United Kingdom,0.0130,2026-06-01,\n", ""
    )


def test_line_ends_byte_order_mark_and_a_missing_last_end_are_kept() -> None:
    data = b"\xef\xbb\xbfprefix,rate\r\n44,1"

    inserted = edit_table(PATH, data, [InsertRow("45", "", {"rate": "2"})])
    assert inserted == b"\xef\xbb\xbfprefix,rate\r\n44,1\r\n45,2"
    assert edit_table(PATH, inserted, [DeleteRow("44", "")]) == b"\xef\xbb\xbfprefix,rate\r\n45,2"


def test_a_table_out_of_order_takes_rows_too() -> None:
    text = "prefix,rate\n49,1\n44,1\n"

    assert (
        edited(InsertRow("45", "", {"rate": "2"}), text=text) == "prefix,rate\n45,2\n49,1\n44,1\n"
    )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (SetRow("99", "", {"rate": "1"}), "has no row 99"),
        (SetRow("44", "2027-01-01", {"rate": "1"}), "has no row 44 from 2027"),
        (DeleteRow("99", ""), "has no row 99"),
        (InsertRow("1", "", {"rate": "1"}), "has a row 1 already"),
        (SetRow("1", "", {"connect": "1"}), "has no column"),
        (InsertRow("2", "", {"rate": "1", "colour": "red"}), "has no column"),
        (SetRow("1", "", {"from": "2026-01-01"}), "part of what a row is known by"),
    ],
)
def test_an_edit_that_leads_nowhere_is_refused(edit: RowEdit, said: str) -> None:
    with pytest.raises(Refused, match=said):
        edited(edit)


def test_a_table_that_cannot_be_taken_apart_is_not_edited() -> None:
    with pytest.raises(Invalid):
        edited(DeleteRow("44", ""), text='prefix,rate\n44,"1\n')


def test_a_wrong_value_can_be_mended() -> None:
    assert (
        edited(SetRow("44", "", {"rate": "1"}), text="prefix,rate\n44,x\n") == "prefix,rate\n44,1\n"
    )


def test_the_canonical_form_orders_rows_and_columns_and_drops_needless_quotes() -> None:
    text = '\ufeffprefix,rate,name\r\n45,1,"DK"\r\n44,1,"a, b"'

    data = format_table(PATH, text.encode())
    assert data == b'prefix,name,rate\n44,"a, b",1\n45,DK,1\n'
    assert format_table(PATH, data) == data


def test_a_row_of_a_window_is_changed_by_its_window() -> None:
    data = b"prefix,rate,window\n44,0.01,\n44,0.005,night\n"
    after = edit_table(PATH, data, [SetRow("44", "", {"rate": "0.006"}, "night")])
    assert after == b"prefix,rate,window\n44,0.01,\n44,0.006,night\n"
    (change,) = diff_table(PATH, data, after)
    assert change.field == "rates[44 in night].rate"


CELLS = st.text(st.sampled_from('ab ,"é0'), max_size=6).map(str.strip)
KEYS = st.tuples(
    st.text(st.sampled_from("147"), min_size=1, max_size=3),
    st.sampled_from(["", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"]),
)
RATES = st.decimals(0, 9, places=4).map(lambda rate: f"{rate:f}")
EDITS = st.lists(
    st.tuples(st.sampled_from(["set", "insert", "delete"]), KEYS, CELLS, RATES), max_size=8
)


@given(
    st.dictionaries(KEYS, st.tuples(CELLS, RATES), max_size=12), EDITS, st.booleans(), st.booleans()
)
@settings(max_examples=150, deadline=None)
def test_any_edits_give_the_rows_of_the_model_and_leave_every_other_line(
    start: dict[tuple[str, str], tuple[str, str]],
    edits: list[tuple[str, tuple[str, str], str, str]],
    is_crlf: bool,
    has_end: bool,
) -> None:
    newline = "\r\n" if is_crlf else "\n"
    data = f"prefix,name,rate,from{newline}".encode()
    rows = [
        InsertRow(key[0], key[1], {"name": name, "rate": rate})
        for key, (name, rate) in start.items()
    ]
    data = edit_table(PATH, data, rows)
    data = data if has_end else data.removesuffix(newline.encode())
    model = {key: {"name": name, "rate": rate} for key, (name, rate) in start.items()}
    touched: set[bytes] = set()
    lines = data.split(newline.encode())
    wanted: list[RowEdit] = []
    for what, key, name, rate in edits:
        if what == "insert" and key not in model:
            wanted.append(InsertRow(*key, {"name": name, "rate": rate}))
            model[key] = {"name": name, "rate": rate}
        elif what == "set" and key in model:
            wanted.append(SetRow(*key, {"rate": rate}))
            model[key] = model[key] | {"rate": rate}
            touched.add(key[0].encode() + key[1].encode())
        elif what == "delete" and key in model:
            wanted.append(DeleteRow(*key))
            del model[key]
            touched.add(key[0].encode() + key[1].encode())

    after = edit_table(PATH, data, wanted)

    assert rows_of(PATH, after) == {
        (key[0], "", key[1]): {name: cell for name, cell in row.items() if cell}
        for key, row in model.items()
    }
    assert [row.key for row in read_table(PATH, after).rows] == sorted(
        (prefix, "", since) for prefix, since in model
    )
    kept = [
        line
        for line in lines[1:]
        if line and line.split(b",")[0] + line.rsplit(b",", 1)[-1] not in touched
    ]
    assert [line for line in kept if line not in after.split(newline.encode())] == []

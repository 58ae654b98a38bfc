"""Tables come in from any spreadsheet, and go out so that none runs them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.errors import Invalid
from handlers.kit.files import UploadedText
from handlers.kit.tables import MOST_ROWS, HandedIn, read_table, table_text

KNOWN = {"number": "number", "did": "number", "notes": "notes", "price": "price"}


def read(text: str) -> HandedIn:
    return read_table(UploadedText(name="numbers.csv", text=text), KNOWN)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_are_apart_by_what_the_first_line_has_most_of(separator: str) -> None:
    table = read(f"Number{separator} NOTES \n44{separator}a b\n\n45{separator}\n")

    assert table.columns == ("number", "notes")
    assert [(row.line, dict(row.cells)) for row in table.rows] == [
        (2, {"number": "44", "notes": "a b"}),
        (4, {"number": "45"}),
    ]


def test_a_column_has_other_names_too() -> None:
    assert read("DID,Price\n44,1\n").columns == ("number", "price")


def test_a_row_over_several_lines_is_known_by_its_first() -> None:
    table = read('number,notes\n44,"one\ntwo"\n45,x\n')

    assert [row.line for row in table.rows] == [2, 4]


@pytest.mark.parametrize(
    ("header", "column", "message"),
    [("number,pirce", 2, '"pirce" is no column'), ("did,number", 2, "number is there twice")],
)
def test_a_first_line_that_names_no_columns_is_told_with_the_column(
    header: str, column: int, message: str
) -> None:
    with pytest.raises(Invalid) as told:
        read(f"{header}\n44,1\n")

    (problem,) = told.value.problems
    assert (problem.line, problem.column, problem.rule) == (1, column, "table-header")
    assert message in problem.message
    assert problem.hint


def test_a_row_of_another_length_is_told_and_the_others_are_read() -> None:
    table = read("number,notes\n44,a,b\n45,c\n")

    (problem,) = table.problems
    assert (problem.line, problem.document) == (2, "44")
    assert "3 cells, and the first line 2" in problem.message
    assert [row.line for row in table.rows] == [3]


def test_a_quote_that_is_not_closed_is_told_where_it_begins() -> None:
    table = read('number,notes\n44,a\n45,"b\n46,c\n')

    (problem,) = table.problems
    assert (problem.line, problem.rule) == (3, "table-row")


def test_a_table_with_too_many_rows_is_refused() -> None:
    with pytest.raises(Invalid, match="the most is"):
        read("number\n" + "44\n" * (MOST_ROWS + 1))


def test_no_cell_of_a_table_we_write_starts_a_formula() -> None:
    text = table_text(("number", "notes"), [("+44", "=1+1"), ("@x", "-2"), ("44", "plain")])

    assert text == "number,notes\n'+44,'=1+1\n'@x,'-2\n44,plain\n"


@example(["'=1", "''-2", "'x", "''"])
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)))
def test_what_is_written_reads_back(cells: list[str]) -> None:
    kept = [" ".join(cell.split()) for cell in cells]
    kept = [cell for cell in kept if cell]
    text = table_text(("number", "notes"), [("44", cell) for cell in kept])

    assert [row.cells["notes"] for row in read(text).rows] == kept

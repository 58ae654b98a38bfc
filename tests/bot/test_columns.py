"""A table drawn in lines."""

from __future__ import annotations

from bot.columns import in_lines
from handlers.kit.reply import Table


def test_a_long_cell_goes_on_below_in_its_own_column() -> None:
    table = Table(("Role", "Who", "People"), (("viewer", "sees what is public", "7"),))

    assert in_lines(table, widest=10) == [
        "Role    Who         People",
        "------  ----------  ------",
        "viewer  sees what   7",
        "        is public",
    ]


def test_the_last_column_takes_what_the_line_has_left() -> None:
    table = Table(("Id", "Why"), (("a", "one two three four five"),))

    assert in_lines(table, widest=10, line=27)[-1] == "a   one two three four five"
    assert in_lines(table, widest=10, line=22)[-2:] == ["a   one two three four", "    five"]


def test_what_fits_a_line_is_not_divided() -> None:
    table = Table(("Field", "Line"), (("calls[london].expect.rate_card", "15"),))

    assert in_lines(table, widest=10, line=36)[-1] == "calls[london].expect.rate_card  15"


def test_empty_rows_and_columns_keep_their_places() -> None:
    assert in_lines(Table(("", ""), (("", ""),)), widest=9) == ["", "  ", ""]
    assert in_lines(Table(("A",), ()), widest=9) == ["A", "-"]

"""Lines of the config held against numbers: as beginnings, as patterns, in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calls.patterns import best, compiled, fits, is_caller, literal_head, rewritten, search


@pytest.mark.parametrize(
    ("line", "number", "digits"),
    [
        ("44", "442079460018", 2),
        ("44", "33123456789", None),
        ("^44(20|16)", "442079460018", 2),
        ("^4420", "442079460018", 4),
        ("20", "442079460018", None),  # a plain line is a beginning
        ("[0-9]+18$", "442079460018", 0),
        ("^44|^33", "33123456789", 0),
        ("9#", "9#44", 2),
        ("+44", "442079460018", 2),  # the path takes the + off numbers
        ("+44", "+442079460018", 3),
        ("+44", "33123456789", None),
    ],
)
def test_a_plain_line_is_a_beginning_and_a_pattern_is_searched(
    line: str, number: str, digits: int | None
) -> None:
    assert fits(line, number) == digits


@pytest.mark.parametrize(
    ("pattern", "digits"),
    [
        ("^4420", 4),
        ("^4420?", 3),
        ("^4420*", 3),
        ("^4420+", 4),
        (r"^\*7#44", 5),
        ("^[*]7", 2),
        ("^44{2}", 1),
        (r"^\+44", 3),
        ("44", 0),
        ("^(44|33)1", 0),
        ("^44[0-9]", 2),
        ("^44|^1", 0),
    ],
)
def test_the_head_of_a_pattern_is_what_it_fixes(pattern: str, digits: int) -> None:
    assert literal_head(pattern) == digits


def test_of_several_lines_the_one_of_most_digits_counts() -> None:
    assert best(("4", "4420", "^442[0-9]"), "442079460018") == 4
    assert best(("1",), "442079460018") is None


def test_a_caller_is_its_whole_number_or_found_by_a_pattern() -> None:
    assert is_caller("442079460018", "442079460018")
    assert is_caller("+442079460018", "442079460018")
    assert not is_caller("4420", "442079460018")
    assert is_caller("^4420", "442079460018")


@pytest.mark.parametrize(
    ("line", "new", "number", "after"),
    [
        ("^0([1-9].*)$", "44$1", "02079460018", "442079460018"),
        ("^0([1-9].*)$", "44\\1", "02079460018", "442079460018"),
        ("00", "", "00442079460018", "442079460018"),
        ("0", "44", "02079460018", "442079460018"),
        ("^0(?P<rest>.*)$", "44$<rest>", "02079460018", "442079460018"),
        ("^(1)?44", "$1", "442079460018", "2079460018"),
        ("^0(.*)$", "[$0]", "0207", "[0207]"),
        ("^0(.*)$", "$9", "0207", ""),
        ("^9", "", "0207", None),
    ],
)
def test_what_a_line_finds_is_replaced(line: str, new: str, number: str, after: str | None) -> None:
    assert rewritten(line, new, number) == after


def test_a_pattern_that_no_engine_runs_in_bounded_time_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be used"):
        compiled("(?!44)1")
    assert search("(?!44)1", "44") is None


@given(count=st.integers(1, 200))
def test_a_pattern_that_would_explode_answers(count: int) -> None:
    assert search("^(4+)+$", "4" * count + "x") is None

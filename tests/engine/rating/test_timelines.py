"""What counts when: rows laid over each other."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from engine.rating.compiled import milliseconds
from engine.rating.timelines import NO_ROW, Line, Timelines, at, borders, laid, mapped, merged
from tests.engine.rating.making import compiled, rates

JUNE = milliseconds(datetime(2026, 6, 1, tzinfo=UTC))
JULY = milliseconds(datetime(2026, 7, 1, tzinfo=UTC))


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), max_size=5),
    st.integers(0, 60),
)
def test_what_was_laid_last_counts_where_it_was_laid(
    stretches: list[tuple[int, int]], moment: int
) -> None:
    line: Line[int] = ((0, -1),)
    for number, (since, length) in enumerate(stretches):
        line = laid(line, since, since + length, number)

    wanted = [n for n, (since, length) in enumerate(stretches) if since <= moment < since + length]
    assert at(line, moment) == (wanted[-1] if wanted else -1)
    assert line == merged(line)


def test_a_shorter_prefix_counts_where_a_longer_one_has_no_row_in_force() -> None:
    table = rates(
        "44,,0.01", "447,,0.02,,,,,2026-07-01T00:00:00Z", "449,,0.03,,,,,,2026-05-01T00:00:00Z"
    )
    lines = Timelines(compiled(table), JUNE)

    assert lines.of("4477") == ((JUNE, 0), (JULY, 1))
    assert lines.of("4499") == ((JUNE, 0),)
    assert lines.of("33") == ((JUNE, NO_ROW),)


def test_the_heaviest_open_window_counts() -> None:
    table = "prefix,name,rate,window\n44,,0.01,\n44,,0.02,day\n44,,0.03,night\n"
    rows = compiled(table)

    assert Timelines(rows, JUNE).of("44") == ((JUNE, 0),)
    assert Timelines(rows, JUNE, {"day": 1, "night": 2}).of("44") == ((JUNE, 2),)
    assert Timelines(rows, JUNE, {"day": 2, "night": 1}).of("44") == ((JUNE, 1),)
    assert Timelines(rows, JUNE).own(0, "night") == ((JUNE, 2),)


def test_values_are_mapped_and_equal_neighbours_joined() -> None:
    line = ((0, 1), (5, 3), (9, 4))

    assert mapped(line, lambda value: value % 2) == ((0, 1), (9, 0))
    assert borders([line, ((0, 1), (7, 2))]) == (0, 5, 7, 9)

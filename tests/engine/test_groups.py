from __future__ import annotations

import pytest

from engine.groups import groups_in, unknown_groups


@pytest.mark.parametrize(
    ("line", "count", "names"),
    [(None, 0, set()), ("44", 0, set()), ("^44(.)(?P<rest>.*)$", 2, {"rest"}), ("^44", 0, set())],
)
def test_groups_are_counted_and_named(line: str | None, count: int, names: set[str]) -> None:
    assert groups_in(line) == (count, names)


@pytest.mark.parametrize(
    ("replacement", "missing"),
    [
        ("44$1", []),
        ("$0", []),
        ("44\\2", ["\\2"]),
        ("$2$<area>$<rest>", ["$2", "$<area>"]),
        ("442079460100", []),
    ],
)
def test_groups_that_are_not_there_are_given_as_written(
    replacement: str, missing: list[str]
) -> None:
    assert list(unknown_groups(replacement, 1, {"rest"})) == missing

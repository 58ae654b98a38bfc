"""Processes that race each other and a person; ``script/bench faults`` has 8 of them make 15 changes each."""

from __future__ import annotations

from pathlib import Path

from tests.faults.crowd import Crowd, race


def test_everything_that_is_asked_at_once_lands_exactly_once_beside_a_person(
    tmp_path: Path,
) -> None:
    outcome = race(tmp_path, Crowd(writers=3, changes=4, pushes=4))

    assert outcome.wrong == ()
    assert (outcome.operations, outcome.lost, outcome.doubled) == (12, 0, 0)


def test_two_bots_on_one_repository_lose_nothing_to_each_other(tmp_path: Path) -> None:
    outcome = race(tmp_path, Crowd(writers=2, changes=3, bots=2))

    assert outcome.wrong == ()
    assert (outcome.operations, outcome.lost, outcome.doubled) == (6, 0, 0)

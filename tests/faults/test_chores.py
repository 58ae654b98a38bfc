"""Chores around the bot that are killed: every third step of each here, every one of them in ``script/bench faults``."""

from __future__ import annotations

import pytest

from tests.faults.chores import CHORES, killed_everywhere


@pytest.mark.parametrize("chore", CHORES)
def test_a_chore_that_is_killed_and_done_again_ends_as_in_peace(chore: str) -> None:
    tried = killed_everywhere(chore, every=3)

    assert tried.wrong == ()
    assert tried.steps > 1

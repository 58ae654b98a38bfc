"""A bot whose store is on a server that cuts it off, goes away, or takes a commit and does not answer.

It goes on in the same process when the server is back. ``script/bench faults`` does so at every third step of some stories.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.fate import Ends
from tests.faults.matrix import Rehearsal, commits, cut_at, rehearsed
from tests.postgres_server import Postgres
from tests.stores import Stores, keeping

pytestmark = pytest.mark.wall_clock  # the console stamps its messages by it


@pytest.fixture
def told(postgres: Postgres) -> Iterator[Rehearsal]:
    with keeping(Stores(lambda: postgres)), rehearsed("direct edit") as story:
        yield story


@pytest.mark.parametrize("how", [Ends.CUT, Ends.AWAY])
def test_a_bot_that_is_cut_off_over_an_edit_does_it_exactly_once(
    told: Rehearsal, how: Ends
) -> None:
    steps = [2, len(told.steps) // 2]

    assert [kill for step in steps if (kill := cut_at(told, step, how)).wrong] == []


def test_a_commit_of_the_store_that_was_not_answered_is_not_made_twice(told: Rehearsal) -> None:
    steps = [commits(told)[0], commits(told)[-1]]

    assert [kill for step in steps if (kill := cut_at(told, step, Ends.LOST)).wrong] == []


def test_a_press_whose_recording_got_no_answer_is_not_told_to_be_pressed_again(
    postgres: Postgres,
) -> None:
    with (
        keeping(Stores(lambda: postgres)),
        rehearsed("password made and handed over") as told,
    ):
        _, pressed = (n for n in commits(told) if told.steps[n].startswith("store.receive"))
        moves = [n for n in commits(told) if n > pressed][:2]

        assert [kill for step in moves if (kill := cut_at(told, step, Ends.LOST)).wrong] == []

"""A bot that is killed, and started again: a sample of the matrix that ``script/bench faults`` goes through whole."""

from __future__ import annotations

import pytest

from tests.faults.matrix import (
    Kill,
    Rehearsal,
    full_at,
    killed_at,
    killed_in,
    killed_twice,
    rehearsed,
)

pytestmark = pytest.mark.wall_clock  # the console stamps its messages by it


def at_every(told: Rehearsal, named: str) -> list[Kill]:
    """Kill at the last step whose name ends so."""
    steps = [n for n, step in enumerate(told.steps) if step.endswith(named)]
    return [killed_at(told, steps[-1])]


def wrong(kills: list[Kill]) -> list[tuple[str, tuple[str, ...]]]:
    return [(kill.step, kill.wrong) for kill in kills if kill.wrong]


def test_a_bot_killed_over_an_edit_or_out_of_room_does_it_exactly_once() -> None:
    with rehearsed("direct edit") as told:
        kills = [
            *at_every(told, "store.receive > sql COMMIT"),
            *at_every(told, "git fast-import"),
            *at_every(told, "git push"),
            killed_in(told, "post-receive"),
            *at_every(told, "sql INSERT INTO outbox"),
            *at_every(told, "slack.chat_postMessage"),
            killed_twice(told, len(told.steps) // 2, 1),
            *(full_at(told, step) for step in (1, len(told.steps) // 2)),
        ]

    assert wrong(kills) == []


def test_a_password_is_handed_over_once_and_fits_whenever_the_bot_dies() -> None:
    with rehearsed("password made and handed over") as told:
        kills = [
            *at_every(told, "git push"),
            killed_in(told, "pre-receive"),
            *at_every(told, "store.settle > sql COMMIT"),
        ]

    assert wrong(kills) == []


def test_a_proposal_is_made_followed_and_done_once_whenever_the_bot_dies() -> None:
    with rehearsed("proposed and merged") as told:
        first = told.steps.index("repository.move_branch > git push")
        kills = [
            killed_at(told, first),
            killed_at(told, first + 1),
            *at_every(told, "store.move > sql COMMIT"),
            *at_every(told, "repository.move_branch > git push"),
        ]

    assert wrong(kills) == []

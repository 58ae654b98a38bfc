"""A bot that is killed, and started again: a sample of the matrix that ``script/bench faults`` goes through whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.console.server import Console
from tests.faults.lives import slack
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


@pytest.fixture(scope="module")
def console() -> Iterator[Console]:
    with slack() as opened:
        yield opened


def at_every(console: Console, told: Rehearsal, named: str) -> list[Kill]:
    """Kill at the last step whose name ends so."""
    steps = [n for n, step in enumerate(told.steps) if step.endswith(named)]
    return [killed_at(console, told, steps[-1])]


def wrong(kills: list[Kill]) -> list[tuple[str, tuple[str, ...]]]:
    return [(kill.step, kill.wrong) for kill in kills if kill.wrong]


def test_a_bot_killed_over_an_edit_or_out_of_room_does_it_exactly_once(console: Console) -> None:
    with rehearsed(console, "direct edit") as told:
        kills = [
            *at_every(console, told, "store.receive > sql COMMIT"),
            *at_every(console, told, "git fast-import"),
            *at_every(console, told, "git push"),
            killed_in(console, told, "post-receive"),
            *at_every(console, told, "sql INSERT INTO outbox"),
            *at_every(console, told, "slack.chat_postMessage"),
            killed_twice(console, told, len(told.steps) // 2, 1),
            *(full_at(console, told, step) for step in (1, len(told.steps) // 2)),
        ]

    assert wrong(kills) == []


def test_a_password_is_handed_over_once_and_fits_whenever_the_bot_dies(console: Console) -> None:
    with rehearsed(console, "password made and handed over") as told:
        kills = [
            *at_every(console, told, "git push"),
            killed_in(console, told, "pre-receive"),
            *at_every(console, told, "store.settle_effect > sql COMMIT"),
        ]

    assert wrong(kills) == []

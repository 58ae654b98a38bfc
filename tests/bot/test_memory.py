"""A process that serves is not stopped by walks over what stays for its whole life."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.memory import spare_what_stays


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # what a new Python has; the run of the tests has its own
    yield
    gc.set_threshold(*before)


def test_what_was_made_before_is_looked_at_no_more_and_what_comes_less_often() -> None:
    stays = [[number] for number in range(1_000)]

    spare_what_stays()

    assert gc.get_freeze_count() > len(stays)
    assert gc.get_threshold()[0] > 700


def test_garbage_that_comes_afterwards_is_still_found() -> None:
    spare_what_stays()
    ring: list[object] = []
    ring.append(ring)
    del ring

    assert gc.collect() > 0

"""When a process should be given requests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from adapters.memory.store import memory_store
from bot.health import Health
from bot.metrics import Metrics
from bot.web.health_routes import private_application
from engine.errors import Refused, Unavailable
from tests.builders import a_house, a_real_house


def test_a_bot_with_store_and_clone_is_ready() -> None:
    carrier = a_house()
    carrier.house.books.head()

    assert Health(carrier.house).complaints() == ()


def test_before_the_first_fetch_it_is_not_ready(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)

    assert Health(carrier.house).complaints() == ("the config repository was not fetched yet",)
    carrier.house.books.head()
    assert Health(carrier.house).complaints() == ()


def test_a_remote_that_is_away_is_no_reason(tmp_path: Path) -> None:
    carrier = a_house()
    carrier.house.books.head()
    carrier.remote.is_reachable = False
    carrier.clock.advance(3600)

    assert Health(carrier.house).complaints() == ()


def test_a_store_that_is_away_or_of_another_time_is_named() -> None:
    for problem, said in (
        (Unavailable("the store", "disk full"), "the store is not available: disk full"),
        (Refused("the store is of revision 0001"), "the store is of revision 0001"),
    ):

        class Broken:
            def count(self, problem: Exception = problem) -> Any:
                raise problem

        effects: Any = Broken()
        store = replace(memory_store(), effects=effects)
        carrier = a_house(store=store)
        carrier.repository.fetch()
        assert Health(carrier.house).complaints() == (said,)


def test_a_bot_that_stops_is_not_ready_and_says_why_only_inside() -> None:
    carrier = a_house()
    carrier.house.books.head()
    health = Health(carrier.house)
    health.drain()

    answer = TestClient(private_application(health, Metrics())).get("/readyz")
    assert (answer.status_code, answer.text) == (503, "the bot stops\n")

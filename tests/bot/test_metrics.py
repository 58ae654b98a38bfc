"""What is measured, and that every measure is explained."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from adapters.memory.store import memory_store
from bot.metrics import EVENTS, Metrics
from engine.errors import Unavailable
from engine.jobs import Job
from handlers.kit.jobs import JOBS
from tests.builders import Carrier, a_house

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/what-to-alert-on.md"


@pytest.fixture
def carrier() -> Carrier:
    carrier = a_house()
    carrier.house.upkeep.sync()
    return carrier


def measured(carrier: Carrier) -> dict[str, float]:
    metrics = Metrics()
    metrics.watch(carrier.house)
    lines = (line.rsplit(" ", 1) for line in metrics.text().decode().splitlines())
    return {name: float(value) for name, value in lines if not name.startswith("#")}


def test_what_waits_is_counted_with_its_age(carrier: Carrier) -> None:
    carrier.type("customer edit ben-llc --channels 60")
    queued = carrier.type("customer add Zed EUR")
    carrier.remote.is_reachable = False
    carrier.confirm(queued)
    carrier.clock.advance(90)

    found = measured(carrier)
    assert found['trunkline_operations{state="planned"}'] == 1
    assert found['trunkline_operations{state="queued"}'] == 1
    assert found['trunkline_operations_oldest_seconds{state="queued"}'] == 90
    assert found["trunkline_poll_lag_seconds"] == 90


def test_messages_that_have_to_leave_are_counted_with_their_age(carrier: Carrier) -> None:
    carrier.change("customer edit ben-llc --channels 60")
    carrier.clock.advance(30)

    found = measured(carrier)
    assert found['trunkline_outbox{state="pending"}'] >= 1
    assert found["trunkline_outbox_oldest_seconds"] == 30


def test_documents_that_do_not_hold_are_counted(carrier: Carrier) -> None:
    assert measured(carrier)["trunkline_substituted_documents"] == 0
    carrier.push({"customers/ben-llc/customer.yaml": b"name: [\n"})
    carrier.house.upkeep.sync()

    assert measured(carrier)["trunkline_substituted_documents"] == 1
    assert measured(carrier)["trunkline_frozen"] == 0


def test_the_lag_of_a_job_grows_while_it_fails(carrier: Carrier) -> None:
    job: Job = JOBS["sync"]
    carrier.house.jobs.tick(job)
    carrier.remote.is_reachable = False
    carrier.clock.advance(45)
    carrier.house.jobs.tick(job)

    assert measured(carrier)['trunkline_job_lag_seconds{job="sync"}'] == 45
    assert measured(carrier)["trunkline_leader"] == 1


def test_a_store_that_is_away_leaves_a_measure_that_says_so() -> None:
    class Away:
        def unfinished(self, states: object) -> Any:
            raise Unavailable("the store")

    away: Any = Away()
    found = measured(a_house(store=replace(memory_store(), operations=away)))
    assert found["trunkline_store_reachable"] == 0
    assert "trunkline_leader" not in found


def test_lines_of_the_log_are_counted_by_event() -> None:
    metrics = Metrics()
    structlog.configure(processors=[metrics.count, structlog.processors.JSONRenderer()])
    log = structlog.get_logger()
    log.info("change.replay", operation="op-1")
    log.info("something.else")

    text = metrics.text().decode()
    assert 'trunkline_events_total{event="change.replay"} 1.0' in text
    assert "something.else" not in text


def test_an_acknowledgement_falls_into_its_bucket() -> None:
    metrics = Metrics()
    metrics.acknowledged(0.3)

    text = metrics.text().decode()
    assert 'trunkline_ack_seconds_bucket{le="0.25"} 0.0' in text
    assert 'trunkline_ack_seconds_bucket{le="0.5"} 1.0' in text


def names_of(carrier: Carrier) -> set[str]:
    """The name of every measure."""
    carrier.house.jobs.tick(JOBS["sync"])
    return {
        re.sub(r"(_bucket|_sum|_count|_created)?(\{.*)?$", "", one) for one in measured(carrier)
    }


def test_every_measure_and_event_is_explained(carrier: Carrier) -> None:
    page = PAGE.read_text("utf-8")

    assert [name for name in sorted(names_of(carrier)) if f"`{name}" not in page] == []
    assert [event for event in EVENTS if f"`{event}`" not in page] == []

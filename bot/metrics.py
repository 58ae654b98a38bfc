"""What can be measured of a running bot, in the words of Prometheus. docs/how-to/what-to-alert-on.md says what each means.

What stands in the store is read when it is asked for; what happens is counted from the log, so that nothing has to say it twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from structlog.types import EventDict

from bot.house import House
from engine.errors import Invalid, Refused, Severity, Unavailable
from engine.ports.effects import EffectState
from engine.ports.operations import Operation, OperationState
from engine.ports.repository import CommitId

# Slack gives up after 3 s; half a second is what people notice.
ACK_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)

EVENTS = (
    "change.replay",
    "change.waits",
    "command.bug",
    "job.bug",
    "job.unavailable",
    "outbox.failed",
    "schedule.missed",
    "schedule.still_at_work",
    "socket.not_connected",
    "socket.refused",
    "worker.bug",
)
"""Lines of the log that are counted."""

_QUEUED = (
    OperationState.RECEIVED,
    OperationState.PLANNED,
    OperationState.QUEUED,
    OperationState.PROPOSED,
)


class Metrics:
    """The measures of one bot; belongs to it and is not shared."""

    def __init__(self) -> None:
        """Start at zero."""
        self.registry = CollectorRegistry()
        self._acks = Histogram(
            "trunkline_ack_seconds",
            "Time from a request of Slack's to its acknowledgement.",
            buckets=ACK_BUCKETS,
            registry=self.registry,
        )
        self._events = Counter(
            "trunkline_events", "Lines of the log, by event.", ["event"], registry=self.registry
        )
        for event in EVENTS:  # so that each is there before it happens first
            self._events.labels(event)

    def acknowledged(self, seconds: float) -> None:
        """Count an acknowledgement."""
        self._acks.observe(seconds)

    def count(self, _logger: Any, _method: str, line: EventDict) -> EventDict:
        """Count a line of the log; a processor of structlog."""
        if line.get("event") in EVENTS:
            self._events.labels(line["event"]).inc()
        return line

    def watch(self, house: House) -> None:
        """Tell how things stand in ``house`` too."""
        self.registry.register(_Standing(house))

    def text(self) -> bytes:
        """Write everything in the text format of Prometheus."""
        return generate_latest(self.registry)


class _Standing(Collector):
    """How things stand, read anew for each scrape."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._broken: tuple[CommitId, int] | None = None

    def describe(self) -> Sequence[GaugeMetricFamily]:
        """Read nothing when it is registered."""
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Read the store, the clone and the schedule."""
        now = self._house.clock.now()
        try:
            found = [*self._operations(now), *self._outbox(now), *self._schedule(now)]
            found += self._config(now)
        except (Refused, Unavailable):
            yield _gauge("store_reachable", "Whether the store answers.", 0)
            return
        yield _gauge("store_reachable", "Whether the store answers.", 1)
        yield from found

    def _operations(self, now: datetime) -> Iterator[GaugeMetricFamily]:
        found = self._house.open_store().operations.unfinished(_QUEUED)
        counts = GaugeMetricFamily(
            "trunkline_operations", "Operations that are not finished.", labels=["state"]
        )
        ages = GaugeMetricFamily(
            "trunkline_operations_oldest_seconds", "Age of the oldest of them.", labels=["state"]
        )
        for state in _QUEUED:
            of_state = [one for one in found if one.state is state]
            counts.add_metric([state], len(of_state))
            ages.add_metric([state], _oldest_s(of_state, now))
        yield counts
        yield ages

    def _outbox(self, now: datetime) -> Iterator[GaugeMetricFamily]:
        effects = self._house.open_store().effects
        counts = GaugeMetricFamily("trunkline_outbox", "Messages, by state.", labels=["state"])
        for state, count in effects.count().items():
            if state is not EffectState.SENT:
                counts.add_metric([state], count)
        oldest = effects.oldest_unsent()
        age = (now - oldest).total_seconds() if oldest else 0
        yield counts
        yield _gauge("outbox_oldest_seconds", "Age of the oldest message that has to leave.", age)

    def _schedule(self, now: datetime) -> Iterator[GaugeMetricFamily]:
        jobs = self._house.jobs
        lag = GaugeMetricFamily(
            "trunkline_job_lag_seconds",
            "Time since a job did in this process what it should.",
            labels=["job"],
        )
        for job, at in jobs.succeeded().items():
            lag.add_metric([job], (now - at).total_seconds())
        yield _gauge("leader", "Whether this process runs the schedule.", int(jobs.leads()))
        yield lag

    def _config(self, now: datetime) -> Iterator[GaugeMetricFamily]:
        books = self._house.books
        head = self._house.repository.known_head()
        fetched = books.fetched_at
        if fetched is not None:
            lag = (now - fetched).total_seconds()
            yield _gauge("poll_lag_seconds", "Time since the config remote answered last.", lag)
        if head is not None:
            broken = self._broken_documents(head)
            yield _gauge("substituted_documents", "Documents at the head that do not hold.", broken)
            frozen = int(books.rewritten() is not None)
            yield _gauge("frozen", "Whether changes stand still until repo adopt.", frozen)

    def _broken_documents(self, head: CommitId) -> int:
        """Count them once for each head: it may cost seconds where many changed."""
        if self._broken is None or self._broken[0] != head:
            try:
                problems = self._house.books.at(head).problems()
                paths = {one.path for one in problems if one.severity is Severity.ERROR}
            except Invalid as invalid:
                paths = {problem.path for problem in invalid.problems}
            self._broken = (head, len(paths))
        return self._broken[1]


def _oldest_s(found: Sequence[Operation], now: datetime) -> float:
    return max(((now - one.received_at).total_seconds() for one in found), default=0)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"trunkline_{name}", meaning, value=value)

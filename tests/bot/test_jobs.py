"""What runs by itself: once for each slot, by one process, and gone on with after a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import structlog

from adapters.memory.schedule import MemoryJobRuns
from bot.jobs import Jobs
from engine.errors import Refused, Unavailable
from engine.jobs import CatchUp, Job
from engine.ports.effects import EffectState
from engine.ports.jobs import BY_SCHEDULE, JobRun, RunOutcome
from engine.ports.operations import OperationState
from handlers.kit.reply import Outcome, Reply, decode
from tests.builders import Carrier, a_carrier, a_house, a_real_house, settings
from tests.postgres_server import Postgres
from tests.stores import Stores, keeping, store_in

DAY = timedelta(days=1)
NIGHTLY = Job(
    name="maintain", command="repo maintain", every=DAY, offset=timedelta(hours=2, minutes=10)
)
EACH = Job(name="purge", command="upkeep purge", every=DAY, catch_up=CatchUp.ALL)
SYNC = Job(name="sync", command="repo sync", every=timedelta(seconds=15))
TONIGHT = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)


class Counted:
    """A repository that counts how often it is packed, and may fail at it."""

    def __init__(self, real: Any, *failures: Exception) -> None:
        self._real = real
        self.failures = list(failures)
        self.packed = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def maintain(self) -> None:
        self.packed += 1
        if self.failures:
            raise self.failures.pop(0)


def runs(carrier: Carrier) -> list[JobRun]:
    return list(carrier.house.jobs.runs.recent(job=None, limit=50))


def packed(carrier: Carrier) -> int:
    repository: Any = carrier.repository
    count: int = repository.packed
    return count


def test_a_slot_is_run_once_however_often_it_is_asked_for() -> None:
    carrier = a_house(wrap=Counted)

    for _ in range(3):
        carrier.house.jobs.tick(NIGHTLY)
        carrier.clock.advance(60)

    [run] = runs(carrier)
    assert (run.slot, run.by, run.outcome, run.missed) == (TONIGHT, BY_SCHEDULE, RunOutcome.DONE, 0)
    assert packed(carrier) == 1


def test_a_job_is_a_command_that_the_system_runs() -> None:
    carrier = a_house()
    carrier.house.jobs.tick(NIGHTLY)

    [operation] = carrier.store.operations.recent(actor=None, limit=9)
    assert (operation.command, operation.actor) == ("repo maintain", "system:schedule")
    assert operation.delivery == f"job:maintain:{TONIGHT.isoformat()}"
    assert operation.state is OperationState.DONE


def test_after_days_of_standing_still_one_run_makes_up_and_the_others_are_counted() -> None:
    carrier = a_house(wrap=Counted)
    carrier.house.jobs.tick(NIGHTLY)
    carrier.clock.advance(5 * 86_400)
    carrier.house.jobs.tick(NIGHTLY)

    assert [(run.slot, run.missed) for run in runs(carrier)] == [
        (TONIGHT + 5 * DAY, 4),
        (TONIGHT, 0),
    ]


def test_a_job_whose_every_slot_counts_makes_up_for_each() -> None:
    carrier = a_house()
    carrier.house.jobs.tick(EACH)
    carrier.clock.advance(3 * 86_400)
    carrier.house.jobs.tick(EACH)

    assert [run.missed for run in runs(carrier)] == [2, 0, 0, 0]


def test_only_the_leader_runs_jobs(tmp_path: Path) -> None:
    first, second = a_real_house(tmp_path), a_real_house(tmp_path)
    assert first.house.jobs.leads()

    second.house.jobs.tick(NIGHTLY)
    assert runs(second) == []
    first.house.jobs.close()
    second.house.jobs.tick(NIGHTLY)
    assert len(runs(first)) == 1
    second.house.jobs.close()


@pytest.mark.parametrize("received", [False, True])
def test_a_run_whose_process_died_is_gone_on_with_under_its_own_operation(
    tmp_path: Path, received: bool
) -> None:
    carrier = a_real_house(tmp_path, wrap=Counted)
    jobs = carrier.house.jobs
    jobs.runs.begin(
        JobRun(job="maintain", slot=TONIGHT, by=BY_SCHEDULE, started_at=carrier.clock.now())
    )
    if received:
        dispatcher: Any = carrier.house.dispatcher
        work, dispatcher.work = dispatcher.work, _killed
        with pytest.raises(KeyboardInterrupt):
            jobs.tick(NIGHTLY)
        dispatcher.work = work
    jobs.close()

    after = a_real_house(tmp_path, wrap=Counted)
    after.house.jobs.tick(NIGHTLY)
    after.house.jobs.tick(NIGHTLY)

    assert [run.outcome for run in runs(after)] == [RunOutcome.DONE]
    assert len(after.store.operations.recent(actor=None, limit=9)) == 1
    assert packed(after) == 1
    after.house.jobs.close()


def _killed(operation: object) -> None:
    raise KeyboardInterrupt


def test_a_run_that_ended_before_its_row_said_so_is_not_run_again() -> None:
    carrier = a_house(wrap=Counted)
    jobs = carrier.house.jobs
    jobs.tick(NIGHTLY)
    jobs.runs.forget(before=carrier.clock.now())
    emptied = MemoryJobRuns()
    fresh = Jobs(
        jobs.known,
        inbox=carrier.house.inbox,
        dispatcher=carrier.house.dispatcher,
        open_runs=lambda: emptied,
        open_leader=jobs._open_leader,
        telling=carrier.house.changes.telling,
        clock=carrier.clock,
    )
    fresh.tick(NIGHTLY)

    assert packed(carrier) == 1


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (Unavailable("the clone"), RunOutcome.UNAVAILABLE),
        (Refused("no"), RunOutcome.REFUSED),
        (ZeroDivisionError(), RunOutcome.FAILED),
    ],
)
def test_how_a_run_failed_is_told_and_the_next_slot_runs(
    failure: Exception, outcome: RunOutcome
) -> None:
    carrier = a_house(wrap=lambda real: Counted(real, failure))
    carrier.house.jobs.tick(NIGHTLY)
    carrier.clock.advance(86_400)
    carrier.house.jobs.tick(NIGHTLY)

    assert [run.outcome for run in runs(carrier)] == [RunOutcome.DONE, outcome]


def test_a_pulse_leaves_one_row_for_each_minute_and_no_operation() -> None:
    carrier = a_house()
    for _ in range(9):
        carrier.house.jobs.tick(SYNC)
        carrier.clock.advance(15)

    assert [(run.job, run.said) for run in runs(carrier)] == [
        ("sync", "Ran 4 times, found nothing to do."),
        ("sync", "Ran 4 times, found nothing to do."),
    ]
    assert carrier.store.operations.recent(actor=None, limit=9) == ()


def test_the_minute_of_a_pulse_tells_the_worst_that_happened_in_it() -> None:
    carrier = a_house()
    carrier.house.jobs.tick(SYNC)
    carrier.remote.is_reachable = False
    carrier.house.jobs.tick(SYNC)
    carrier.remote.is_reachable = True
    carrier.house.jobs.tick(SYNC)
    carrier.house.jobs.close()

    [run] = runs(carrier)
    assert run.outcome is RunOutcome.UNAVAILABLE
    assert run.said.startswith("Ran 3 times, found nothing to do. Failed once: the config remote")


def test_a_clock_set_back_runs_nothing_twice() -> None:
    carrier = a_house(wrap=Counted)
    carrier.house.jobs.tick(NIGHTLY)
    carrier.clock.advance(86_400)
    carrier.house.jobs.tick(NIGHTLY)
    carrier.clock.advance(-86_400)
    carrier.house.jobs.tick(NIGHTLY)
    carrier.clock.advance(86_400)
    carrier.house.jobs.tick(NIGHTLY)

    assert packed(carrier) == 2


# --- telling people -----------------------------------------------------------------------------------------------


def told(carrier: Carrier) -> list[Reply]:
    """What the channel is told, the oldest first."""
    waiting = carrier.store.effects.in_states((EffectState.PENDING,), limit=50)
    return [decode(cast("Any", one.payload["reply"])) for one in reversed(waiting)]


def nights(carrier: Carrier, count: int) -> None:
    for _ in range(count):
        carrier.house.jobs.tick(NIGHTLY)
        carrier.clock.advance(86_400)


def test_a_job_that_fails_is_told_once_and_once_when_it_works_again() -> None:
    full = Unavailable("the clone", "the disk is full")
    carrier = a_house(wrap=lambda real: Counted(real, full, full, ZeroDivisionError()))
    nights(carrier, 5)

    first, second = told(carrier)
    assert first.outcome is Outcome.UNAVAILABLE
    assert (
        first.summary
        == "The job maintain does not work: the clone is not available: the disk is full."
    )
    assert "2026-11-21 02:10 UTC" in str(first.blocks)
    assert "jobs history maintain" in str(first.blocks)
    assert second.summary.startswith("The job maintain works again: ")


def test_a_job_that_fails_again_is_told_again() -> None:
    carrier = a_house(wrap=lambda real: Counted(real, Unavailable("the clone")))
    nights(carrier, 2)
    repository: Any = carrier.repository
    repository.failures.append(Refused("no"))
    nights(carrier, 1)

    assert ["again" in one.summary for one in told(carrier)] == [False, True, False]


def test_who_mends_a_job_and_runs_it_by_hand_ends_the_matter() -> None:
    carrier = a_house(wrap=lambda real: Counted(real, Unavailable("the clone")))
    nights(carrier, 1)
    carrier.run("jobs run", "rosa", job="maintain")
    nights(carrier, 1)

    assert ["again" in one.summary for one in told(carrier)] == [False, True]


def test_a_run_by_hand_that_fails_is_told_to_nobody_else() -> None:
    carrier = a_house(wrap=lambda real: Counted(real, Unavailable("the clone")))
    reply = carrier.run("jobs run", "rosa", job="maintain")

    assert reply.outcome is Outcome.UNAVAILABLE
    assert told(carrier) == []


def test_without_a_channel_a_job_that_fails_is_told_to_nobody_and_once_there_is_one() -> None:
    no_channel = a_carrier() | {"settings.yaml": settings(changes="")}
    failures = [Unavailable("the clone"), Unavailable("the clone")]
    carrier = a_house(no_channel, wrap=lambda real: Counted(real, *failures))
    nights(carrier, 1)
    before = told(carrier)
    carrier.push({"settings.yaml": settings()})
    carrier.house.upkeep.sync()
    nights(carrier, 1)

    assert before == []
    assert [one.outcome for one in told(carrier)] == [Outcome.UNAVAILABLE]


def minutes(carrier: Carrier, count: int) -> None:
    for _ in range(count):
        carrier.house.jobs.tick(SYNC)
        carrier.clock.advance(60)


def test_a_config_of_a_newer_format_is_told_once_and_once_when_it_is_read_again() -> None:
    carrier = a_house()
    carrier.house.upkeep.sync()
    carrier.push({"settings.yaml": settings().replace(b"format: 2", b"format: 99")})
    minutes(carrier, 4)
    carrier.push({"settings.yaml": settings()})
    minutes(carrier, 4)

    first, second = told(carrier)
    assert first.summary == (
        "The job sync does not work: the config repository has format 99, and this program reads "
        "formats up to 2"
    )
    assert "install the newer Trunkline" in str(first.blocks)
    assert "('Since', '2026-11-20 12:01 UTC')" in str(first.blocks)
    assert second.summary.startswith("The job sync works again: ")


def test_a_remote_that_is_away_is_not_told_as_a_job_that_does_not_work() -> None:
    carrier = a_house()
    carrier.remote.is_reachable = False
    minutes(carrier, 4)

    assert told(carrier) == []


# --- a leader that was away while another took over ----------------------------------------------------------------


class Pausing(Counted):
    """A repository that is packed while something else happens."""

    meanwhile: Callable[[], object] = bool

    def maintain(self) -> None:
        super().maintain()
        act, self.meanwhile = self.meanwhile, bool
        act()


def test_a_leader_that_was_cut_off_in_a_run_ends_nothing_and_is_told(
    tmp_path: Path, postgres: Postgres
) -> None:
    with keeping(Stores(lambda: postgres)) as kept:
        url = store_in(tmp_path)
        paused, other = (a_real_house(tmp_path, wrap=Pausing) for _ in range(2))

        def take_over() -> None:
            postgres.cut(url)
            other.house.jobs.tick(NIGHTLY)
            raise Unavailable("the clone", "the disk went with the connection")

        repository: Any = paused.repository
        repository.meanwhile = take_over
        with structlog.testing.capture_logs() as logs:
            paused.house.jobs.tick(NIGHTLY)
            paused.house.jobs.tick(NIGHTLY)

        [run] = runs(other)
        [operation] = other.store.operations.recent(actor=None, limit=9)
        leads = paused.house.jobs.leads(), other.house.jobs.leads()
        kept.end(tmp_path)
    assert run.outcome is RunOutcome.DONE
    assert operation.state is OperationState.DONE
    assert leads == (False, True)
    assert [line["lead"] for line in logs if line["event"] == "job.lead_lost"] == [1]
    assert [line["outcome"] for line in logs if line["event"] == "job.ran"] == ["done"]


def test_a_leader_that_was_away_before_it_begins_begins_nothing_and_leads_anew_later() -> None:
    carrier = a_house(wrap=Counted)
    jobs = carrier.house.jobs
    jobs.tick(NIGHTLY)
    carrier.clock.advance(86_400)
    jobs.runs.take_lead()  # another process led, and is gone

    with structlog.testing.capture_logs() as logs:
        jobs.tick(NIGHTLY)
        packed_before = packed(carrier)
        jobs.tick(NIGHTLY)

    events = [line["event"] for line in logs if line["event"].startswith("job.lea")]
    assert events == ["job.lead_lost", "job.leads"]
    assert (packed_before, packed(carrier)) == (1, 2)


def test_a_pulse_whose_lead_is_over_learns_it_within_a_minute() -> None:
    carrier = a_house()
    carrier.house.jobs.tick(SYNC)
    carrier.house.jobs.runs.take_lead()
    carrier.clock.advance(60)

    with structlog.testing.capture_logs() as logs:
        carrier.house.jobs.tick(SYNC)

    assert [line["event"] for line in logs if line["event"].startswith("job.")] == ["job.lead_lost"]
    assert runs(carrier) == []

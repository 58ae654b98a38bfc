"""Running what is due: a job is a command, run as the system, in the one process that leads.

A slot is begun at most once. Its command runs under an operation that is named after the slot, so that a run whose process died is
gone on with, not begun again. A pulse has no slots: what it does is remembered where it is done, and its runs are told by the minute.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.changes.telling import Telling
from bot.dispatch import Dispatcher
from bot.endings import told
from bot.inbox import Inbox, Request
from bot.job_replies import fails_reply, works_reply
from bot.people import SYSTEM
from engine.errors import Refused, Unavailable
from engine.jobs import PULSE, Job, due
from engine.ports.clock import Clock
from engine.ports.jobs import BY_SCHEDULE, JobRun, JobRuns, Leader, RunOutcome
from engine.ports.operations import OperationState
from handlers.kit.command import Actor
from handlers.kit.reply import Outcome, Reply
from handlers.kit.wording import plural

log = structlog.get_logger()

_OUTCOMES: Mapping[Outcome, RunOutcome] = {
    Outcome.UNAVAILABLE: RunOutcome.UNAVAILABLE,
    Outcome.BUG: RunOutcome.FAILED,
    Outcome.REFUSED: RunOutcome.REFUSED,
    Outcome.INVALID: RunOutcome.REFUSED,
    Outcome.USAGE: RunOutcome.REFUSED,
}
_MINUTE = Job(name="minute", command="", every=PULSE)


@dataclass(frozen=True, slots=True)
class Minute:
    """What the runs of a pulse within one minute came to; of their outcomes the worst, of what they said the last that failed."""

    slot: datetime
    runs: int = 0
    did: int = 0
    failed: int = 0
    outcome: RunOutcome = RunOutcome.DONE
    said: str = ""

    def with_run(self, reply: Reply) -> Minute:
        """Add a run."""
        outcome = outcome_of(reply)
        is_worse = _WORST.index(outcome) >= _WORST.index(self.outcome)
        return replace(
            self,
            runs=self.runs + 1,
            did=self.did + did(reply),
            failed=self.failed + (outcome is not RunOutcome.DONE),
            outcome=outcome if is_worse else self.outcome,
            said=reply.summary if outcome is not RunOutcome.DONE else self.said,
        )

    def told(self) -> str:
        """Say it in one line.

        >>> Minute(datetime(2026, 3, 2), runs=60, did=3).told()
        'Ran 60 times, did 3 things.'
        >>> Minute(datetime(2026, 3, 2), runs=4, failed=1, said="The remote is away.").told()
        'Ran 4 times, found nothing to do. Failed once: The remote is away.'
        """
        if self.failed == self.runs:
            return f"Failed {_times(self.failed)}: {self.said}"
        came_to = f"did {plural(self.did, 'thing')}" if self.did else "found nothing to do"
        told = f"Ran {_times(self.runs)}, {came_to}."
        return f"{told} Failed {_times(self.failed)}: {self.said}" if self.failed else told


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


_STUCK = (RunOutcome.REFUSED, RunOutcome.FAILED)
"""What does not pass by waiting."""

_WORST = (RunOutcome.DONE, RunOutcome.REFUSED, RunOutcome.UNAVAILABLE, RunOutcome.FAILED)


class Jobs:
    """Runs jobs; safe for several threads, and for several processes of which one leads."""

    def __init__(
        self,
        known: Mapping[str, Job],
        *,
        inbox: Inbox,
        dispatcher: Dispatcher,
        open_runs: Callable[[], JobRuns],
        open_leader: Callable[[], Leader],
        telling: Telling,
        clock: Clock,
    ) -> None:
        """Run the jobs of ``known``, by name; opens nothing yet."""
        self.known = known
        self._inbox = inbox
        self._dispatcher = dispatcher
        self._open_runs = open_runs
        self._open_leader = open_leader
        self._telling = telling
        self._clock = clock
        self._minutes: dict[str, Minute] = {}
        self._succeeded: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self._lead: int | None = None
        self._leading = threading.Lock()

    @property
    def runs(self) -> JobRuns:
        """What ran when."""
        return self._open_runs()

    def leads(self) -> bool:
        """Tell whether this process runs the schedule."""
        return self._open_leader().lead()

    def succeeded(self) -> Mapping[str, datetime]:
        """Tell when each job was last run in this process and did what it should."""
        with self._lock:
            return dict(self._succeeded)

    def tick(self, job: Job) -> None:
        """Run what of a job is due, if this process leads.

        Raises:
            Unavailable: the store or the lock of the leader is out of reach.
        """
        lead = self._led()
        if lead is None:
            return
        if job.is_pulse:
            self._pulse(job, lead)
            return
        for run in self.runs.unended(job.name):
            if self._is_lost(lead):  # whoever leads now is at it
                return
            log.info("job.goes_on", job=job.name, slot=run.slot.isoformat())
            self._run(job, run, lead)
        now = self._clock.now()
        found = due(job, last=self.runs.last_slot(job.name, at=now), now=now)
        for slot in found.slots:
            missed = found.missed if slot == found.slots[-1] else 0
            run = JobRun(job=job.name, slot=slot, by=BY_SCHEDULE, started_at=now, missed=missed)
            if self.runs.begin(run, lead=lead):
                self._run(job, run, lead)
            elif self._is_lost(lead):
                return

    def run(self, name: str, by: Actor) -> Reply:
        """Run a job now because a person asked; the schedule goes on as if it had not been.

        Raises:
            Refused: there is no such job.
        """
        job = self.known.get(name)
        if job is None:
            raise Refused(f'there is no job "{name}"', f"the jobs are {', '.join(self.known)}")
        slot = self._clock.now()
        run = JobRun(job=name, slot=slot, by=by.id, started_at=slot)
        if not self.runs.begin(run):
            raise Unavailable(f"the job {name}", "somebody began it in this very millisecond")
        reply = self._dispatcher.tend(job.command, job.args)
        self._ended(job, run, reply)
        return reply

    def close(self) -> None:
        """Write down what the pulses did last, and let another process lead."""
        for name in self.known:
            with self._lock:
                minute = self._minutes.pop(name, None)
            if minute is not None:
                self._keep(name, minute, self._lead)
        self._open_leader().resign()

    def _led(self) -> int | None:
        """Give the number of our lead, taking one if it is new; None while another process leads."""
        with self._leading:
            if not self.leads():
                self._lead = None
            elif self._lead is None:
                self._lead = self.runs.take_lead()
                log.info("job.leads", lead=self._lead)
            return self._lead

    def _is_lost(self, lead: int) -> bool:
        """Whether another process led since, while this one was away; then ours is over."""
        if not self.runs.is_over(lead):
            return False
        with self._leading:
            if self._lead == lead:
                self._lead = None
        log.warning("job.lead_lost", lead=lead)
        return True

    def _run(self, job: Job, run: JobRun, lead: int) -> None:
        """Run the command of a slot, or go on with it, under the operation of that slot."""
        request = Request(
            command=job.command,
            args=job.args,
            identity=SYSTEM,
            delivery=f"job:{job.name}:{run.slot.isoformat()}",
            origin={"front_end": BY_SCHEDULE},
        )
        operation, _ = self._inbox.receive(request)
        is_open = operation.state is OperationState.RECEIVED
        work = self._dispatcher.work if is_open else told
        self._ended(job, run, work(operation), lead)

    def _ended(self, job: Job, run: JobRun, reply: Reply, lead: int | None = None) -> None:
        outcome = outcome_of(reply)
        ended = replace(run, outcome=outcome, said=reply.summary, ended_at=self._clock.now())
        if not self.runs.end(ended, lead=lead) and lead is not None and self._is_lost(lead):
            return
        self._noted(job, reply)
        log.info("job.ran", job=job.name, slot=run.slot.isoformat(), outcome=str(outcome))
        if outcome is RunOutcome.DONE:
            self._telling.tell_job(job.name, works_reply(job, reply), fails=False)
        elif lead is not None:  # who asked for a run by hand sees that it failed
            self._telling.tell_job(job.name, fails_reply(job, run.slot, reply), fails=True)

    def _pulse(self, job: Job, lead: int) -> None:
        reply = self._dispatcher.tend(job.command, job.args)
        self._noted(job, reply)
        slot = _minute(self._clock.now())
        with self._lock:
            minute = self._minutes.get(job.name)
            if minute is None or minute.slot == slot:
                self._minutes[job.name] = (minute or Minute(slot)).with_run(reply)
                return
            self._minutes[job.name] = Minute(slot).with_run(reply)
        self._keep(job.name, minute, lead)
        self._tell_minute(job, minute, reply)

    def _tell_minute(self, job: Job, minute: Minute, reply: Reply) -> None:
        """Tell people of a pulse that comes to nothing for more than a minute, and when it works again.

        Waiting for what is away is not told: that is seen where it is missed.
        """
        now = outcome_of(reply)
        if now is RunOutcome.DONE and not minute.failed:
            self._telling.tell_job(job.name, works_reply(job, reply), fails=False)
        elif now in _STUCK and minute.outcome in _STUCK and minute.failed == minute.runs:
            self._telling.tell_job(job.name, fails_reply(job, minute.slot, reply), fails=True)

    def _keep(self, name: str, minute: Minute, lead: int | None) -> None:
        run = JobRun(
            job=name,
            slot=minute.slot,
            by=BY_SCHEDULE,
            started_at=minute.slot,
            ended_at=minute.slot + timedelta(minutes=1),
            outcome=minute.outcome,
            said=minute.told(),
        )
        if not self.runs.begin(run, lead=lead) and lead is not None:
            self._is_lost(lead)

    def _noted(self, job: Job, reply: Reply) -> None:
        if outcome_of(reply) is RunOutcome.DONE:
            with self._lock:
                self._succeeded[job.name] = self._clock.now()


def outcome_of(reply: Reply) -> RunOutcome:
    """Tell how a run ended by its answer."""
    return _OUTCOMES.get(reply.outcome, RunOutcome.DONE)


def did(reply: Reply) -> int:
    """Tell how much a run did: commands that run by themselves say it as the value ``did``."""
    value = reply.values.get("did", 0)
    return value if isinstance(value, int) else 0


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)

"""What is said of jobs that stop working and work again, to people who did not ask."""

from __future__ import annotations

from dataclasses import replace

from engine.jobs import Job, next_slot
from engine.ports.jobs import JobRun
from handlers.kit.reply import Fields, Reply, Text
from handlers.kit.wording import one_line, when


def fails_reply(job: Job, run: JobRun, reply: Reply) -> Reply:
    """Tell that a job which worked does not: what it is, why, when it is tried again, and what shows more."""
    fields = Fields(
        (
            ("Runs", job.command),
            ("Was due", when(run.slot)),
            ("Is tried again", when(next_slot(job, run.slot))),
        )
    )
    then = (
        "You are told when it works again, and not of each try. Requests and changes go on meanwhile.\n"
        f"To see each try: jobs history {job.name}. An engineer or admin can try it now: jobs run {job.name}."
    )
    said = f"The job {job.name} does not work: {one_line(reply.summary)}"
    return replace(Reply(said, (fields, Text(then))), outcome=reply.outcome)


def works_reply(job: Job, reply: Reply) -> Reply:
    """Tell that a job which did not work does again."""
    return Reply(f"The job {job.name} works again: {one_line(reply.summary)}")

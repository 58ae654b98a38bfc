"""What is said of jobs that stop working and work again, to people who did not ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.jobs import Job, next_slot
from handlers.kit.reply import Fields, Reply, Text
from handlers.kit.wording import one_line, when


def fails_reply(job: Job, slot: datetime, reply: Reply) -> Reply:
    """Tell that a job which worked does not: what it is, why, when it is tried again, and what shows more."""
    again = "all the time" if job.is_pulse else when(next_slot(job, slot))
    due = ("Since" if job.is_pulse else "Was due", when(slot))
    fields = Fields((("Runs", job.command), due, ("Is tried again", again)))
    hints = tuple(block for block in reply.blocks if isinstance(block, Text))
    then = (
        "You are told when it works again, and not of each try. Requests and changes go on meanwhile.\n"
        f"To see each try: jobs history {job.name}. An engineer or admin can try it now: jobs run {job.name}."
    )
    said = f"The job {job.name} does not work: {one_line(reply.summary)}"
    return replace(Reply(said, (*hints, fields, Text(then))), outcome=reply.outcome)


def works_reply(job: Job, reply: Reply) -> Reply:
    """Tell that a job which did not work does again."""
    return Reply(f"The job {job.name} works again: {one_line(reply.summary)}")

"""The jobs there are: which commands the program runs by itself, and when. Times of day are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from engine.jobs import Job

_JOBS = (
    Job(name="deliver", command="upkeep deliver", every=timedelta(seconds=1)),
    Job(name="sync", command="repo sync", every=timedelta(seconds=15)),
    Job(name="notices", command="upkeep notices", every=timedelta(seconds=30)),
    Job(name="expire", command="upkeep expire", every=timedelta(minutes=10)),
    Job(
        name="maintain",
        command="repo maintain",
        every=timedelta(days=1),
        offset=timedelta(hours=2, minutes=10),
    ),
    Job(
        name="purge",
        command="upkeep purge",
        every=timedelta(days=1),
        offset=timedelta(hours=2, minutes=40),
    ),
)

JOBS: Mapping[str, Job] = {job.name: job for job in _JOBS}
"""Name -> job."""

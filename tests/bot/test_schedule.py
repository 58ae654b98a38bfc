"""What is told of a job that came to nothing."""

from __future__ import annotations

import pytest
import structlog

from bot.schedule import reported
from engine.errors import Refused, Unavailable


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (Unavailable("the config remote"), "job.unavailable"),
        (Refused("the config has format 99"), "job.refused"),
        (ValueError("as asked"), "job.bug"),
    ],
)
def test_only_a_bug_is_told_as_one(error: Exception, event: str) -> None:
    def look() -> None:
        raise error

    with structlog.testing.capture_logs() as logs:
        reported("homes", look)()

    assert [(line["event"], line["job"]) for line in logs] == [(event, "homes")]

"""Commits as git prints them, turned into values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.ports.repository import CommitId, CommitInfo, Person

# Name, address and date of the author and committer, the subject and the trailers; every field ends with a NUL.
FORMAT = "--format=%H%x00%an%x00%ae%x00%cn%x00%ce%x00%ct%x00%s%x00%(trailers:only=true,unfold=true)"
_FIELDS = 8


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A commit with the committer, who tells our own commits from those of people."""

    info: CommitInfo
    committer: Person


def parse_log(output: bytes) -> Iterator[LogEntry]:
    """Read the answer of ``git log -z`` with ``FORMAT``, in its order."""
    fields = output.decode("utf-8", "replace").split("\0")
    for start in range(0, len(fields) - 1, _FIELDS):
        commit, name, email, by, by_email, seconds, subject, trailers = fields[
            start : start + _FIELDS
        ]
        info = CommitInfo(
            id=CommitId(commit),
            author=Person(name, email),
            committed_at=datetime.fromtimestamp(int(seconds), UTC),
            subject=subject,
            trailers=parse_trailers(trailers),
            committer=Person(by, by_email),
        )
        yield LogEntry(info, Person(by, by_email))


def parse_trailers(text: str) -> dict[str, str]:
    """Read ``Key: value`` lines; the last value of a key counts."""
    pairs = (line.partition(": ") for line in text.splitlines())
    return {key: value for key, colon, value in pairs if colon}

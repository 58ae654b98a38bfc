"""Which book to read: the head of the branch, kept fresh, or the one of a commit or instant somebody names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

from engine.book import Book
from engine.errors import Refused, Unavailable
from engine.ports import Clock, CommitId, Repository

FRESH_FOR = timedelta(seconds=5)
_KEPT = 8
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$")


@dataclass(frozen=True, slots=True)
class Opened:
    """A book, whether it is the head of the branch, and what to tell about its freshness (else empty)."""

    book: Book
    live: bool
    note: str = ""


class Books:
    """Opens books and keeps the latest few; safe for several threads."""

    def __init__(
        self, repository: Repository, clock: Clock, open_at: Callable[[CommitId], Book]
    ) -> None:
        """Open books of ``repository`` with ``open_at``."""
        self._repository = repository
        self._clock = clock
        self._open_at = open_at
        self._books: dict[CommitId, Book] = {}
        self._fetched_at: datetime | None = None
        self._lock = Lock()

    def at(self, commit: CommitId) -> Book:
        """Give the book of a commit."""
        with self._lock:
            if commit not in self._books:
                if len(self._books) >= _KEPT:
                    del self._books[next(iter(self._books))]
                self._books[commit] = self._open_at(commit)
            return self._books[commit]

    def head(self, *, fresh_for: timedelta = FRESH_FOR) -> Opened:
        """Give the head of the branch, fetched no longer than ``fresh_for`` ago; the last known one if the remote is
        out of reach."""
        now = self._clock.now()
        note = ""
        if self._fetched_at is None or now - self._fetched_at > fresh_for:
            try:
                self._repository.fetch()
                self._fetched_at = now
            except Unavailable as unavailable:
                note = f"{unavailable.what} is out of reach; this is what was last known of it"
        return Opened(self.at(self._repository.head()), True, note)

    def known(self) -> Book:
        """Give the head as last fetched, without asking the remote: for answers that have no time to wait."""
        return self.at(self._repository.head())

    def open(self, revision: str | None) -> Opened:
        """Give the book of a commit, branch, tag or instant; None is the head.

        A date without a zone is UTC; a day alone means its last moment.

        Raises:
            Refused: there is no such revision.
        """
        if not revision:
            return self.head()
        self.head()
        if _INSTANT.match(revision):
            return Opened(self.at(self._repository.at_instant(_instant(revision))), False)
        return Opened(self.at(self._repository.resolve(revision)), False)


def _instant(text: str) -> datetime:
    day_only = len(text) == 10
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            f'"{text}" is no instant', "write 2026-11-20 or 2026-11-20T18:00+00:00"
        ) from error
    aware = read if read.tzinfo else read.replace(tzinfo=UTC)
    return aware + timedelta(days=1) - timedelta(microseconds=1) if day_only else aware

"""Which book to read: the head of the branch, kept fresh, or the one of a commit or instant somebody names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock

import structlog

from engine.book import Book, Documents
from engine.errors import Refused, Unavailable
from engine.ports.clock import Clock
from engine.ports.heads import Heads
from engine.ports.repository import CommitId, Repository
from handlers.kit.rewritten import Rewritten, rewritten

log = structlog.get_logger()

FRESH_FOR = timedelta(seconds=5)
READER_WAITS_S = 4
"""How long whoever only reads waits for a remote that is slow, or busy with somebody's change."""

_KEPT = 8
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$")


@dataclass(frozen=True, slots=True)
class Opened:
    """A book, whether it is the head of the branch, and what to tell about its freshness (else empty).

    ``moment`` is the instant that was asked about, if one was.
    """

    book: Book
    live: bool
    note: str = ""
    moment: datetime | None = None


class Books:
    """Opens books and keeps the latest few; safe for several threads."""

    def __init__(
        self,
        repository: Repository,
        clock: Clock,
        open_at: Callable[[CommitId], Documents],
        open_heads: Callable[[], Heads],
    ) -> None:
        """Open the documents of ``repository`` with ``open_at``; the store knows which head was in force when."""
        self._repository = repository
        self._clock = clock
        self._open_at = open_at
        self._open_heads = open_heads
        self._opened: dict[CommitId, Documents] = {}
        self._fetched_at: datetime | None = None
        self._is_away = False
        self._rewritten: Rewritten | None = None
        self._lock = Lock()

    def at(self, commit: CommitId) -> Book:
        """Give a book of a commit; each asker gets a book of its own over the same documents."""
        with self._lock:
            if commit not in self._opened:
                if len(self._opened) >= _KEPT:
                    del self._opened[next(iter(self._opened))]
                self._opened[commit] = self._open_at(commit)
            return Book(self._opened[commit])

    def head(self, *, fresh_for: timedelta = FRESH_FOR) -> Opened:
        """Give the head of the branch, fetched no longer than ``fresh_for`` ago; the last known one if the remote does
        not answer soon."""
        now = self._clock.now()
        note = ""
        if not self._is_fresh(now, fresh_for):
            try:
                self.refresh(within_s=READER_WAITS_S)
            except Unavailable as unavailable:
                note = f"{unavailable.what} is out of reach; this is what was last known of it"
        if not note and self._rewritten is not None:
            note = "the history of the config was rewritten: nothing is changed until repo adopt"
        return Opened(self.at(self._repository.head()), True, note)

    def _is_fresh(self, now: datetime, fresh_for: timedelta) -> bool:
        """Whether the last fetch is recent; one in the future was before the clock was set back, nobody knows how long ago."""
        return self._fetched_at is not None and timedelta(0) <= now - self._fetched_at <= fresh_for

    def refresh(self, *, within_s: int | None = None) -> None:
        """Fetch from the remote now, and wait for it for ``within_s``; None: as long as a change would.

        Raises:
            Unavailable: it is out of reach.
        """
        now = self._clock.now()
        try:
            self._repository.fetch(within_s=within_s)
        except Unavailable as unavailable:
            if not self._is_away:
                log.warning("config.away", why=str(unavailable))
            self._is_away = True
            raise
        if self._is_away:
            log.info("config.back")
        self._is_away = False
        self._fetched_at = now
        # The store is not asked before there is a reason: opening it takes as long as the rest of an answer.
        if self._repository.saw_rewrite():
            self.rewritten()

    @property
    def fetched_at(self) -> datetime | None:
        """When this process last began a fetch that went well."""
        return self._fetched_at

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
            return Opened(self.at(self._in_force(_instant(revision))), False)
        return Opened(self.at(self._repository.resolve(revision)), False)

    def open_moment(self, revision: str) -> Opened:
        """Like ``open``, for a question about an instant; where the config of that time is not known, by the head."""
        if not _INSTANT.match(revision):
            return self.open(revision)
        # A day means its first moment here, as it does in the files.
        said = revision if len(revision) > len("2026-06-01") else f"{revision}T00:00"
        instant = _instant(said)
        try:
            return replace(self.open(said), moment=instant)
        except Refused:
            head = self.head()
            note = f"the config of {revision} is not known: it is read as it is now"
            return Opened(head.book, False, note, instant)

    def accepted(self) -> Book:
        """Give the config of the head accepted last: what was in force while a newer one cannot be read.

        Raises:
            Refused: none was accepted yet, or it cannot be read either.
        """
        found = self._open_heads().in_force(self._clock.now())
        if found is None:
            raise Refused("no config was accepted yet")
        return self.at(found)

    def _in_force(self, instant: datetime) -> CommitId:
        """Give the head we went by at an instant; where the store does not reach back, what the commits' dates say.

        From now on it is the head of the branch, also if nobody has accepted it yet.
        """
        if instant >= self._clock.now():
            return self._repository.head()
        known = self._open_heads().in_force(instant)
        return known if known is not None else self._repository.at_instant(instant)

    def rewritten(self) -> Rewritten | None:
        """Tell whether the branch as last fetched lost the head that was in force: then nothing is to be changed."""
        self._rewritten = rewritten(self._repository, self._open_heads())
        return self._rewritten

    def accept(self) -> tuple[Book, bool]:
        """Take the head as last fetched as the one in force from now on; True if it was not before.

        Rewritten history is not taken: a person adopts it.
        """
        book = self.known()
        if self.rewritten() or self._repository.head() != book.commit:
            return book, False
        return book, self._open_heads().accept(book.commit, at=self._clock.now())


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

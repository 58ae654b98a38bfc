"""What stands still and would be seen by nobody: rewritten history, a remote that is away, messages that did not leave, late jobs.

Looked at anew for each tab; asks the store and our clone, nothing outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.house import House
from bot.slack.home import Need
from engine.book import Book
from engine.jobs import is_late
from engine.ports.effects import EffectState
from handlers.kit.reply import Button, Tone
from handlers.kit.rewritten import refusal_of, standstill
from handlers.kit.wording import plural, when

SILENT_FOR = timedelta(minutes=5)
"""So long the config remote may be away before the tab says so."""

STUCK_FOR = timedelta(minutes=10)
"""So old a message that has to leave may be."""


def standstills(house: House, book: Book, now: datetime) -> Iterator[Need]:
    """Tell what stands still, the worst first, each with the command that says more."""
    if not book.paths("settings"):
        gone = (
            "settings.yaml is missing, so nobody is told of changes: somebody has to push it again"
        )
        yield Need(gone, Tone.BAD, Button("Look at it", "repo status", {}))
    found = house.books.rewritten()
    if found is not None:
        said = standstill(refusal_of(book, house.repository, found))
        yield Need(said.text, Tone.BAD, Button("Look at it", "repo status", {}))
    fetched = house.books.fetched_at
    if fetched is not None and now - fetched > SILENT_FOR:
        said_since = (
            f"The config remote has not answered since {when(fetched)}: changes wait for it"
        )
        yield Need(said_since, Tone.BAD, Button("Look now", "repo sync", {}))
    yield from _late(house, now)
    yield from _unsent(house, now)


def _late(house: House, now: datetime) -> Iterator[Need]:
    runs = house.jobs.runs
    late = [
        name
        for name, job in house.jobs.known.items()
        if is_late(job, last=runs.last_slot(name, at=now), now=now)
    ]
    if late:
        yield Need(f"Late: {', '.join(late)}", Tone.BAD, Button("Jobs", "jobs list", {}))


def _unsent(house: House, now: datetime) -> Iterator[Need]:
    effects = house.open_store().effects
    given_up = effects.count()[EffectState.FAILED]
    oldest = effects.oldest_unsent()
    listed = Button("List", "outbox list", {})
    if given_up:
        said = f"{plural(given_up, 'message')} could not be delivered"
        yield Need(said, Tone.WARNING, listed)
    if oldest is not None and now - oldest > STUCK_FOR:
        yield Need(f"Messages wait to be sent since {when(oldest)}", Tone.WARNING, listed)

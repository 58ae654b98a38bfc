"""What the program does by itself, step by step. Each step may be taken at any time and again: twice is as once.

When a step is due is for ``bot.jobs``; a person takes the same steps by command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.books import Books
from bot.changes.pipeline import Changes
from bot.outbox import Outbox
from engine.book import Book
from engine.errors import Invalid, Refused
from engine.ports.clock import Clock
from engine.ports.effects import Effect
from engine.ports.jobs import JobRuns
from engine.ports.operations import Operation
from engine.ports.overlays import Overlay, OverlayStore
from engine.ports.repository import CommitId
from engine.ports.secrets import PortalPasswords
from engine.ports.store import Store
from handlers.kit.reply import Actions, Button, Reply, encode
from handlers.kit.wording import when
from schemas.contacts import Contacts

TOLD_WITHIN = timedelta(days=1)
"""So long after its end people are still told of an overlay; shorter than any message is remembered."""

REPEATED_WITHIN = timedelta(days=3)
"""So long an event is known to have been taken: Slack repeats one for a day at most, and may have been told to wait."""

AT_A_TIME = 200
"""Rows that are dropped in one transaction: none may last over 50 ms."""


class Upkeep:
    """Takes the steps; safe for several threads and processes."""

    def __init__(
        self,
        *,
        books: Books,
        changes: Changes,
        clock: Clock,
        open_store: Callable[[], Store],
        open_overlays: Callable[[], OverlayStore],
        open_job_runs: Callable[[], JobRuns],
        open_portal: Callable[[], PortalPasswords],
        resume: Callable[[], Sequence[tuple[Operation, Reply]]],
    ) -> None:
        """Keep up what these hold; ``resume`` takes up every change that waits."""
        self._books = books
        self._changes = changes
        self._clock = clock
        self._open_store = open_store
        self._open_overlays = open_overlays
        self._open_job_runs = open_job_runs
        self._open_portal = open_portal
        self._resume = resume
        self._outbox: Outbox | None = None
        self._looked_at: CommitId | None = None

    def connect(self, outbox: Outbox) -> None:
        """Send what waits to be sent by ``outbox``: only a program that is connected to Slack has one."""
        self._outbox = outbox

    def deliver(self) -> int:
        """Send what is due; gives how many messages left.

        Raises:
            Refused: this program sends nothing.
        """
        if self._outbox is None:
            raise Refused(
                "messages leave from the running bot, not from here", "start it: trunkline serve"
            )
        return self._outbox.send_due()

    def sync(self) -> Sequence[tuple[Operation, Reply]]:
        """Look at the remote, accept its head, say what is wrong in it, and take up what waits for it.

        Raises:
            Unavailable: the remote is out of reach; what can be done without it is done.
        """
        self._changes.act_on_waiting()
        self._books.refresh()
        rewritten = self._books.rewritten()
        if rewritten is not None:
            self._changes.telling.tell_rewrite(rewritten, self._books.known())
            return ()
        book, _ = self._books.accept()
        self._changes.telling.tell_no_rewrite(book)
        if book.commit != self._looked_at:
            # Whoever took the head: it may have been a change of ours on top of what a person pushed.
            self._changes.telling.tell_faults(book)
            forget_gone(self._open_portal(), book)
            self._looked_at = book.commit
        return self._resume()

    def expire(self) -> int:
        """End every plan, form and request that nobody went on with within a day; gives how many there were."""
        return self._changes.expire()

    def purge(self) -> int:
        """Drop what is older than the settings keep it; gives how many operations, messages and runs were dropped.

        Raises:
            Invalid: the settings do not hold: nothing is dropped.
        """
        kept, now = self._books.known().settings.retention, self._clock.now()
        store = self._open_store()
        said = now - timedelta(days=kept.operation_payload_days)
        sent = now - timedelta(days=kept.mail_log_days)
        runs = now - timedelta(days=kept.debug_log_days)
        dropped = _all_of(lambda: store.operations.purge(before=said, limit=AT_A_TIME))
        dropped += _all_of(lambda: store.effects.forget(before=sent, limit=AT_A_TIME))
        repeated = now - REPEATED_WITHIN
        dropped += _all_of(lambda: store.events.forget(before=repeated, limit=AT_A_TIME))
        return dropped + self._open_job_runs().forget(before=runs)

    def tell_over(self) -> int:
        """Tell the channel for changes what ended by itself, once; gives how many ended within a day."""
        now = self._clock.now()
        over = self._open_overlays().over(since=now - TOLD_WITHIN, until=now)
        channel = self._channel()
        if over and channel:
            told = tuple(_notice(overlay, channel, now) for overlay in over)
            self._open_store().effects.record(told)
        return len(over)

    def _channel(self) -> str | None:
        try:
            return self._books.known().settings.channels.changes
        except (Invalid, Refused):
            return None


def forget_gone(portal: PortalPasswords, book: Book) -> None:
    """Forget the portal passwords of contacts that are not in the book any more, however they left it.

    Contacts in a file that does not hold are left alone: they may come back.
    """
    for customer, contact in portal.known():
        try:
            contacts = book.tab("contacts", customer, Contacts)
        except Invalid:
            continue
        if contacts is None or all(one.id != contact for one in contacts.contacts):
            portal.remove(customer, contact)


def _notice(overlay: Overlay, channel: str, now: datetime) -> Effect:
    """Say that an overlay is over; its id makes that it is said once."""
    named = {"customer": overlay.customer}
    ended = when(overlay.until) if overlay.until else "now"
    said = Reply(
        f"The {overlay.kind} of {overlay.customer} ended by itself at {ended}. Why it was: {overlay.reason}",
        (Actions((Button("Show card", "customer show", named),)),),
    )
    return Effect(
        id=f"{overlay.id}:over",
        operation=overlay.operation,
        kind="slack.post",
        recipient=f"slack:{channel}",
        payload={"channel": channel, "reply": encode(said)},
        created_at=now,
    )


def _all_of(drop: Callable[[], int]) -> int:
    """Drop until nothing is left to drop."""

    def batches() -> Iterator[int]:
        while dropped := drop():
            yield dropped

    return sum(batches())

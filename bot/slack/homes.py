"""Everybody's own tab: gathers what it shows, publishes it, and draws it anew when the config has moved.

Draws may overtake each other; what the person chose last wins. A tab that ended up with an older commit than the head
is drawn again by the next refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.changes.answers import lower_first, subject_of, withdraw_button
from bot.house import House
from bot.people import Identity, authorise
from bot.slack.attention import Attention
from bot.slack.home import (
    ALL,
    PAGE,
    Done,
    Facts,
    Looking,
    Need,
    Row,
    home_view,
    looking,
    told_home,
)
from bot.slack.sections import Json
from bot.slack.sender import SlackSender
from bot.slack.standstill import standstills
from engine.book import Book
from engine.checks import settings_of
from engine.errors import Invalid, Refused, Unavailable
from engine.overlays import standing
from engine.ports.operations import Operation, Operations, OperationState
from engine.ports.overlays import Overlay
from engine.ports.repository import CommitId
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor
from handlers.kit.masking import seen_by
from handlers.kit.offers import offered
from handlers.kit.reply import Button, Tone, sentence
from handlers.kit.search import find_customers
from handlers.kit.wording import plural, show_limit, when
from schemas.customer import Customer

READS = "customer list"
"""Whoever may run this sees the customers in the tab."""

OPEN_FOR = timedelta(hours=1)
"""How long after it was opened or used a tab is drawn anew by itself."""

_FRESH = timedelta(minutes=1)
_LOOKED_BACK = 30
_COMMON = (
    ("Add customer", "customer add"),
    ("Simulate a call", "simulate"),
    ("Find", "customer find"),
    ("Undo", "undo"),
    ("Sync", "repo sync"),
    ("Help", "help"),
)
_STATES: Mapping[OperationState, str] = {
    OperationState.PLANNED: "waits for your word",
    OperationState.QUEUED: "waits for the config remote",
    OperationState.PROPOSED: "waits to be merged",
    OperationState.DONE: "done",
    OperationState.REFUSED: "refused",
    OperationState.CANCELLED: "cancelled",
    OperationState.EXPIRED: "expired",
    OperationState.FAILED: "failed",
}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a person's tab shows: of which commit, since when, and Slack's hash of it."""

    looking: Looking
    commit: CommitId | None
    used_at: datetime
    hash: str = ""


class Homes:
    """Draws tabs; safe for several threads."""

    def __init__(self, house: House, sender: SlackSender) -> None:
        """Draw for the people of ``house`` through ``sender``."""
        self._house = house
        self._sender = sender
        self._attention = Attention()
        self._shown: dict[str, _Shown] = {}
        self._lock = Lock()
        self._grid: tuple[CommitId, tuple[tuple[str, Customer], ...]] | None = None

    def opened(self, user: str, view: Mapping[str, Any]) -> None:
        """Draw the tab somebody opened, with the customers they looked at last."""
        self._draw(user, looking(view.get("private_metadata")), str(view.get("hash") or ""))

    def acted(
        self, user: str, view: Mapping[str, Any], change: Callable[[Looking], Looking]
    ) -> None:
        """Draw what somebody chose to look at."""
        self._draw(user, change(looking(view.get("private_metadata"))), str(view.get("hash") or ""))

    def refresh(self) -> int:
        """Draw the tabs in use that show an older commit than the head; gives how many there were."""
        now, head = self._house.clock.now(), self._house.books.known().commit
        with self._lock:
            self._shown = {
                user: shown for user, shown in self._shown.items() if now - shown.used_at < OPEN_FOR
            }
            old = [user for user, shown in self._shown.items() if shown.commit != head]
        for user in old:
            self._again(user)
        return len(old)

    def changed(self, user: str) -> None:
        """Draw the tab of somebody whose operation moved on, if they use it, and whatever is older than the head."""
        if user in self._shown:
            self._again(user)
        self.refresh()

    def _again(self, user: str) -> None:
        shown = self._shown.get(user)
        if shown is not None:
            self._draw(user, shown.looking, shown.hash, used_at=shown.used_at)

    def _draw(
        self, user: str, view: Looking, known: str, *, used_at: datetime | None = None
    ) -> None:
        at = self._house.clock.now()
        with self._lock:
            before = self._shown.get(user)
            stands = known or (before.hash if before else "")
            self._shown[user] = _Shown(view, None, used_at or at, stands)
        try:
            book, actor = self._read_for(user)
        except (Refused, Invalid, Unavailable) as problem:
            self._publish(user, view, told_home(_sentence(problem)), None)
            return
        needs = self._attention.known(book, at)
        self._publish(user, view, home_view(self._facts(book, actor, view, needs)), book.commit)
        if needs is None:
            found = self._attention.find(book, at)
            self._publish(user, view, home_view(self._facts(book, actor, view, found)), book.commit)

    def _read_for(self, user: str) -> tuple[Book, Actor]:
        book = self._house.books.head(fresh_for=_FRESH).book
        entry = self._house.catalogue.get(READS)
        if entry is None:
            raise Refused(f'there is no command "{READS}"')
        return book, authorise(entry, Identity("slack", user), book)

    def _publish(self, user: str, drawn: Looking, view: Json, commit: CommitId | None) -> None:
        """Publish, unless the person chose meanwhile to look at something else: that is drawn by whoever heard of it."""
        with self._lock:
            shown = self._shown.get(user)
        if shown is None or shown.looking != drawn:
            return
        try:
            fresh = self._sender.publish_home(user, view, shown.hash)
        except SlackApiError as error:
            if error.response["error"] != "hash_conflict":
                log.warning("home.not_drawn", user=user, error=error.response["error"])
                return
            log.info("home.overtaken", user=user)
            fresh = self._sender.publish_home(user, view, "")
        with self._lock:
            if user in self._shown:
                self._shown[user] = replace(self._shown[user], hash=fresh, commit=commit)

    # --- what it shows -----------------------------------------------------------------------------------------

    def _facts(
        self, book: Book, actor: Actor, view: Looking, needs: Sequence[Need] | None
    ) -> Facts:
        found = self._found(book, view)
        page = min(view.page, max(1, -(-len(found) // PAGE)))
        shown = found[(page - 1) * PAGE : page * PAGE]
        mine = self._house.open_store().operations.recent(actor=actor.id, limit=_LOOKED_BACK)
        seen = (
            None
            if needs is None
            else [
                self._seen(one, actor)
                for one in (
                    *standstills(self._house, book, self._house.clock.now()),
                    *_waiting(mine),
                    *_proposed(self._house.open_store().operations, actor),
                    *needs,
                )
            ]
        )
        return Facts(
            who=f"{actor.name}, {', '.join(sorted(actor.roles))}",
            carrier=settings.name if (settings := settings_of(book)) else "Trunkline",
            looking=view.turned(page),
            rows=[_row(*one) for one in shown],
            found=len(found),
            needs=seen,
            latest=tuple(self._latest(mine)),
            buttons=offered(self._common(), self._house.catalogue, actor),
        )

    def _found(self, book: Book, view: Looking) -> list[tuple[str, Customer, str]]:
        """Give the customers that are looked at, by name, with the status that counts now."""
        now = self._house.clock.now()
        overlays: dict[str, list[Overlay]] = {}
        for one in self._house.open_overlays().in_force(now):
            overlays.setdefault(one.customer, []).append(one)
        named = {hit.customer for hit in find_customers(book, view.search)} if view.search else None
        found = []
        for name, customer in self._customers(book):
            if named is None or name in named:
                laid = overlays.get(name)
                status = standing(customer.status, laid, now).status if laid else customer.status
                if view.status in (ALL, status):
                    found.append((name, customer, str(status)))
        return found

    def _customers(self, book: Book) -> tuple[tuple[str, Customer], ...]:
        """Give every customer, sorted once for a commit."""
        grid = self._grid
        if grid is None or grid[0] != book.commit:
            by_name = sorted(book.customers.items(), key=lambda one: one[1].name.casefold())
            grid = self._grid = (book.commit, tuple(by_name))
        return grid[1]

    def _latest(self, mine: Sequence[Operation]) -> Iterator[Done]:
        for one in mine:
            entry = self._house.catalogue.get(one.command)
            state = _STATES.get(one.state)
            if entry is None or entry.effect is Effect.READ or state is None or not one.plan:
                continue
            done = one.state is OperationState.DONE and one.commit is not None
            yield Done(
                text=f"{one.plan.get('subject')}: {state}, {when(one.updated_at)}.",
                undo=one.id if done else "",
                plan=one.id if one.state is OperationState.PLANNED else "",
            )

    def _common(self) -> Iterator[Button]:
        for label, name in _COMMON:
            entry = self._house.catalogue.get(name)
            # What could stand alone but says little without arguments is asked for them too.
            asks = entry is not None and bool(entry.required or entry.form)
            yield Button(label, name, {}, form=asks)

    def _seen(self, need: Need, actor: Actor) -> Need:
        """Show a need as this person may see it, with its button if that is theirs to use."""
        button = (need.button,) if need.button else ()
        mine = next(iter(offered(button, self._house.catalogue, actor)), None)
        return replace(need, text=str(seen_by(actor, need.text)), button=mine)


def _waiting(mine: Sequence[Operation]) -> Iterator[Need]:
    """Tell of plans that wait for the word of their person; the plan itself is among the latest operations."""
    for one in mine:
        if one.state is OperationState.PLANNED and one.plan:
            drop = Button("Cancel it", "cancel", {"operation": one.id})
            yield Need(f"Your plan waits for a word: {one.plan.get('subject')}", Tone.PLAIN, drop)


def _proposed(operations: Operations, actor: Actor) -> Iterator[Need]:
    """Tell of proposals that nobody has merged yet: one's own each, those of others by their number."""
    waiting = operations.unfinished((OperationState.PROPOSED,))
    mine = [one for one in waiting if one.actor == actor.id]
    for one in mine:
        where = f"on the branch {(one.proposal or {}).get('branch')}"
        said = f"Your proposal waits to be merged, {where}: {lower_first(subject_of(one))}"
        yield Need(said, Tone.PLAIN, withdraw_button(one))
    if others := len(waiting) - len(mine):
        said = f"{plural(others, 'proposal')} of others to be merged"
        yield Need(said, Tone.PLAIN, Button("See them", "repo status", {}))


def _row(name: str, customer: Customer, status: str) -> Row:
    return Row(
        id=name,
        name=customer.name,
        status=status,
        credit=f"{customer.credit.debit_limit:,.2f} {customer.currency}",
        channels=show_limit(customer.limits.channels),
        cps=show_limit(customer.limits.cps),
    )


def _sentence(problem: Refused | Invalid | Unavailable) -> str:
    if isinstance(problem, Refused):
        return f"{sentence(problem.message)}. {problem.hint}."
    if isinstance(problem, Unavailable):
        return f"{problem}. Open this tab again in a moment."
    return f"The config cannot be read: {problem.problems[0]}"

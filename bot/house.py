"""The house: everything a front end needs, joined. What joins it is ``bot.wiring``; here nothing concrete is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.books import Books
from bot.changes.pipeline import Changes
from bot.desk import Desk
from bot.dispatch import Dispatcher
from bot.endings import Endings
from bot.forms import Forms
from bot.inbox import Inbox
from bot.jobs import Jobs
from bot.reconciling import Reconciling
from bot.upkeep import Upkeep
from engine.ports.clock import Clock
from engine.ports.overlays import OverlayStore
from engine.ports.repository import Repository
from engine.ports.store import Store
from handlers.kit.catalogue import Catalogue
from handlers.kit.services import Safe


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything a front end needs, joined."""

    catalogue: Catalogue
    books: Books
    changes: Changes
    inbox: Inbox
    forms: Forms
    dispatcher: Dispatcher
    endings: Endings
    desk: Desk
    repository: Repository
    clock: Clock
    open_store: Callable[[], Store]
    open_overlays: Callable[[], OverlayStore]
    safe: Safe
    upkeep: Upkeep
    reconciling: Reconciling
    jobs: Jobs
    close_store: Callable[[], None]

    def close(self) -> None:
        """Write down what the jobs did last, let another process lead, and give the store back.

        Raises:
            Unavailable: the store is away.
        """
        try:
            self.jobs.close()
        finally:
            self.close_store()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """The store of a house: opened when it is first asked for, and closed with the house."""

    store: Callable[[], Store]
    overlays: Callable[[], OverlayStore]
    close: Callable[[], None]

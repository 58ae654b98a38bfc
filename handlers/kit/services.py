"""What a command is given to work with: the book it reads, and ports to the outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from engine.book import Book, Documents
from engine.calls.config import Config
from engine.ports.clock import Clock
from engine.ports.ids import OperationId
from engine.ports.jobs import JobRuns
from engine.ports.operations import Operation
from engine.ports.overlays import OverlayStore
from engine.ports.repository import CommitId, Repository
from engine.ports.secrets import PasswordHasher, PortalPasswords, Randomness, Vault
from engine.ports.store import Store
from engine.ports.texts import DocumentText
from engine.sealed import recipients_of
from engine.sheets.grid import Grid
from handlers.kit.catalogue import Catalogue
from handlers.kit.command import Actor
from handlers.kit.reply import Reply

DRAWN = "once"
"""Under which key an operation keeps what its command drew."""


class Desk(Protocol):
    """Where planned changes wait for a word."""

    def confirm(self, operation: OperationId, digest: str, actor: Actor) -> Reply:
        """Commit a planned operation whose plan has this digest."""
        ...

    def cancel(self, operation: OperationId, actor: Actor) -> Reply:
        """Drop a planned operation, or take a proposal back."""
        ...

    def adopt(self, name: str, old: CommitId, new: CommitId, actor: Actor) -> None:
        """Take rewritten history as the config and tell so; the same ``name`` again is the same adoption."""
        ...

    def resume(self) -> Sequence[tuple[Operation, Reply]]:
        """Take up every queued change; gives those that were taken up and how it went."""
        ...


class Upkeep(Protocol):
    """What the program does by itself, step by step; each may be taken at any time and again."""

    def deliver(self) -> int:
        """Send what is due; gives how many messages left."""
        ...

    def sync(self) -> Sequence[tuple[Operation, Reply]]:
        """Accept what the remote has now, and take up every queued change; gives those and how it went."""
        ...

    def expire(self) -> int:
        """End what nobody went on with for a day; gives how many."""
        ...

    def purge(self) -> int:
        """Drop what is older than the settings keep it; gives how many."""
        ...

    def tell_over(self) -> int:
        """Tell what ended by itself, once; gives how many ended within a day."""
        ...


class Jobs(Protocol):
    """What is run by itself when it is due."""

    @property
    def runs(self) -> JobRuns:
        """What ran when."""
        ...

    def run(self, name: str, by: Actor) -> Reply:
        """Run a job now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Safe:
    """What secrets are made, kept and handed over with. ``mails``: whether this process can send mail."""

    vault: Vault
    randomness: Randomness
    hasher: PasswordHasher
    open_portal: Callable[[], PortalPasswords]
    mails: bool = False

    @property
    def portal(self) -> PortalPasswords:
        """The portal passwords of contacts."""
        return self.open_portal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Ports and the book of the commit the request is about; a command keeps none of it.

    What begins with ``open_`` costs when it is called first. ``live`` tells whether ``book`` is the head of the
    branch rather than a commit somebody asked for. ``drawn`` is what the command drew when it was asked for
    (``draw`` of its module), the same at every replay. ``calls`` gives the view of a book that calls are decided by,
    ``open_at`` the book of another commit or branch; ``moment`` is the instant the request asked for, if it did. ``grids`` reads
    the sheets of a file by its name and bytes.
    """

    open_book: Callable[[], Book]
    live: bool
    repository: Repository
    text: DocumentText
    clock: Clock
    catalogue: Catalogue
    open_store: Callable[[], Store]
    open_overlays: Callable[[], OverlayStore]
    open_folder: Callable[[str], Documents]
    open_desk: Callable[[], Desk]
    open_upkeep: Callable[[], Upkeep]
    open_jobs: Callable[[], Jobs]
    safe: Safe
    calls: Callable[[Book], Config]
    open_at: Callable[[str], Book]
    grids: Callable[[str, bytes], Sequence[Grid]]
    moment: datetime | None = None
    drawn: Mapping[str, Any] = field(default_factory=dict)

    @property
    def book(self) -> Book:
        """The book the request is about."""
        return self.open_book()

    @property
    def store(self) -> Store:
        """What is remembered beside the config."""
        return self.open_store()

    @property
    def overlays(self) -> OverlayStore:
        """What lies over the config of customers for a while."""
        return self.open_overlays()

    @property
    def desk(self) -> Desk:
        """Where planned changes wait."""
        return self.open_desk()

    @property
    def upkeep(self) -> Upkeep:
        """What the program does by itself."""
        return self.open_upkeep()

    @property
    def jobs(self) -> Jobs:
        """What is run by itself when it is due."""
        return self.open_jobs()

    def seal(self, text: str) -> str:
        """Seal a secret to everybody who may read the carrier's secrets.

        Raises:
            Refused: the settings name nobody.
        """
        return self.safe.vault.seal(text, recipients_of(self.book.settings))

    def replaying(self, operation: Operation) -> Services:
        """Give the services with what was drawn for an operation."""
        drawn = operation.drawn.get(DRAWN, {})
        return replace(self, drawn=drawn if isinstance(drawn, Mapping) else {})


class ServicesFor(Protocol):
    """Makes the services for one request."""

    def __call__(self, open_book: Callable[[], Book], *, live: bool) -> Services:
        """Give services whose book is what ``open_book`` opens."""
        ...

"""The composition root: settings become services. The only place that names concrete adapters; nothing runs at import.

What costs to import (SQLAlchemy, GitPython) is opened when first asked for.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from adapters.documents.code import code_state
from adapters.documents.commits import CommitDocuments, Memory
from adapters.documents.folder import FolderDocuments
from adapters.documents.index import HeadIndex
from adapters.documents.raised import in_present_format
from adapters.git.folder import FolderTree
from adapters.git.repository import GitRepository
from adapters.rates.files import RateFiles
from adapters.secrets.age import AgeVault
from adapters.secrets.argon2 import Argon2Hasher
from adapters.sheets.grids import SheetFiles
from adapters.store.sqlite_overlays import SqliteOverlays
from adapters.system import SystemClock, SystemIds, SystemRandomness
from adapters.yamltext import YamlText
from bot.books import Books
from bot.changes.commands import Commands
from bot.changes.pipeline import Changes
from bot.changes.proposals import Proposals
from bot.changes.records import Records
from bot.changes.telling import Telling
from bot.desk import Desk
from bot.dispatch import Dispatcher
from bot.endings import Endings
from bot.forms import Forms
from bot.house import House, Stores
from bot.inbox import Inbox
from bot.jobs import Jobs
from bot.places import embedded_store, short_name, state_folder
from bot.reconciling import Reconciling
from bot.sealing import Sealing
from bot.settings import Settings
from bot.upkeep import Upkeep
from engine.book import Book, Documents
from engine.calls.config import BookRates, Config, Seen
from engine.errors import Refused
from engine.ports.clock import Clock
from engine.ports.ids import Ids
from engine.ports.mail import Mailer
from engine.ports.operations import Operation, Operations
from engine.ports.overlays import OverlayStore
from engine.ports.repository import CommitId, Person, Repository
from engine.ports.store import Store
from engine.ports.texts import DocumentText
from handlers.kit.catalogue import Catalogue
from handlers.kit.jobs import JOBS
from handlers.kit.reply import Reply
from handlers.kit.services import Safe, Services, ServicesFor

if TYPE_CHECKING:
    from adapters.store.opening import SqlStore


def build_house(
    settings: Settings,
    *,
    repo: str = "",
    store: str = "",
    state: Path | None = None,
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> House:
    """Join the parts for one config repository; opens nothing yet.

    ``repo`` and ``store`` win over the environment. ``state`` is the folder of our clone and the embedded store.
    """
    remote = repo or settings.config_repo
    # Without a repository nothing is kept, so that a folder can be validated anywhere.
    folder = state or (state_folder(settings) if remote else Path())
    clone = folder / "clones" / f"{short_name(remote)}.git"
    repository: Repository = (
        GitRepository(
            remote,
            clone=clone,
            branch=settings.config_branch or None,
            committer=committer(settings),
            signing_key=settings.signing_key or None,
        )
        if remote
        else cast("Repository", _NoRepository())
    )
    url = store or settings.database_url or embedded_store(folder, remote)
    opened = _Opened(url)
    time = clock or SystemClock()
    return join(
        repository,
        Stores(store=opened.store, overlays=opened.overlays, close=opened.close),
        clock=time,
        ids=ids or SystemIds(time),
        safe=Safe(
            vault=AgeVault(settings.age_key_file),
            randomness=SystemRandomness(),
            hasher=Argon2Hasher(),
            open_portal=lambda: opened.store().portal,
            mails=bool(settings.smtp_url.get_secret_value()),
        ),
        index=folder / "index" / f"{short_name(remote)}.db",
        rates=folder / "rates",
    )


def join(
    repository: Repository,
    stores: Stores,
    *,
    clock: Clock,
    ids: Ids,
    safe: Safe,
    index: Path | None = None,
    rates: Path | None = None,
) -> House:
    """Join the parts over given adapters.

    ``index`` is the file that remembers what was parsed, ``rates`` the folder of compiled rate tables.
    """
    text, catalogue = YamlText(), Catalogue.read()
    tables = RateFiles(rates)
    books = Books(repository, clock, _opener(repository, text, index), lambda: stores.store().heads)

    def services_for(open_book: Callable[[], Book], *, live: bool) -> Services:
        return Services(
            open_book=open_book,
            live=live,
            repository=repository,
            text=text,
            clock=clock,
            catalogue=catalogue,
            open_store=stores.store,
            open_overlays=stores.overlays,
            open_folder=open_folder,
            open_desk=lambda: desk,
            open_upkeep=lambda: upkeep,
            open_jobs=lambda: jobs,
            safe=safe,
            calls=calls,
            open_at=lambda revision: books.open(revision).book,
            grids=SheetFiles().grids,
        )

    @lru_cache(maxsize=8)
    def seen(documents: Documents) -> tuple[Seen, BookRates]:
        return Seen(), BookRates(Book(documents), tables)

    def calls(book: Book) -> Config:
        documents: Any = book.documents
        known, compiled = seen(documents)
        return Config(book, compiled, known)

    def open_folder(path: str) -> Documents:
        return in_present_format(FolderDocuments(FolderTree(Path(path)), text), text)

    def operations() -> Operations:
        return stores.store().operations

    made: ServicesFor = services_for
    records = Records(
        repository=repository,
        books=books,
        commands=Commands(catalogue=catalogue, books=books, clock=clock, services_for=made),
        telling=Telling(repository=repository, books=books, clock=clock, open_store=stores.store),
        clock=clock,
        open_operations=operations,
    )
    changes = Changes(
        repository=repository,
        books=books,
        records=records,
        proposals=Proposals(
            repository=repository,
            books=books,
            records=records,
            clock=clock,
            open_operations=operations,
        ),
        clock=clock,
        open_store=stores.store,
    )
    sealing = Sealing(books, safe.vault)
    inbox = Inbox(
        catalogue=catalogue,
        sealing=sealing,
        clock=clock,
        ids=ids,
        open_store=stores.store,
    )
    endings = Endings(clock=clock, open_operations=operations)
    dispatcher = Dispatcher(
        catalogue=catalogue,
        books=books,
        changes=changes,
        inbox=inbox,
        endings=endings,
        clock=clock,
        open_operations=operations,
        services_for=made,
    )
    desk = Desk(catalogue=catalogue, changes=changes, open_operations=operations)
    reconciling = Reconciling(
        repository=repository, catalogue=catalogue, clock=clock, open_operations=operations
    )

    def resume() -> Sequence[tuple[Operation, Reply]]:
        reconciling.reconcile()  # before anything lands that landed already
        return desk.resume()

    upkeep = Upkeep(
        books=books,
        changes=changes,
        clock=clock,
        open_store=stores.store,
        open_overlays=stores.overlays,
        open_job_runs=lambda: stores.store().job_runs,
        open_portal=lambda: safe.portal,
        resume=resume,
    )
    jobs = Jobs(
        JOBS,
        inbox=inbox,
        dispatcher=dispatcher,
        open_runs=lambda: stores.store().job_runs,
        open_leader=lambda: stores.store().leader,
        telling=changes.telling,
        clock=clock,
    )
    return House(
        catalogue=catalogue,
        books=books,
        changes=changes,
        inbox=inbox,
        forms=Forms(
            catalogue=catalogue,
            books=books,
            sealing=sealing,
            services_for=made,
            clock=clock,
            open_operations=operations,
        ),
        dispatcher=dispatcher,
        endings=endings,
        desk=desk,
        repository=repository,
        clock=clock,
        open_store=stores.store,
        open_overlays=stores.overlays,
        safe=safe,
        upkeep=upkeep,
        reconciling=reconciling,
        jobs=jobs,
        close_store=stores.close,
    )


def _opener(
    repository: Repository, text: DocumentText, index: Path | None
) -> Callable[[CommitId], Documents]:
    """Give what opens the documents of a commit: the head from the index, if there is one, any other from git."""
    memory = Memory()
    kept = HeadIndex(index, repository, text, code=code_state()) if index else None

    def open_at(commit: CommitId) -> Documents:
        indexed = kept.open(commit) if kept is not None and commit == repository.head() else None
        if indexed is not None:
            return indexed
        documents = CommitDocuments(repository, text, commit, memory)
        return in_present_format(documents, text)

    return open_at


class _NoRepository:
    """Stands where no config repository was named: says so when it is needed."""

    def __getattr__(self, name: str) -> object:
        raise Refused(
            "no config repository is named", "set TRUNKLINE_CONFIG_REPO, or say --repo PATH-or-URL"
        )


class _Opened:
    """The one store of a process at a URL; safe for several threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._store: SqlStore | None = None
        self._lock = threading.Lock()
        file = re.fullmatch(r"sqlite:///([^?]+)", url)
        # A file is read without loading what writes it.
        self._quick = SqliteOverlays(Path(file[1]), lambda: self.store().overlays) if file else None

    def store(self) -> Store:
        """Give the store, and open it if it is not open."""
        from adapters.store.opening import open_store

        with self._lock:
            if self._store is None:
                self._store = open_store(self._url, create=True)
            return self._store

    def overlays(self) -> OverlayStore:
        """Give what lies over the config."""
        return self._quick or self.store().overlays

    def close(self) -> None:
        """Give every connection back; nothing if the store was never asked for."""
        with self._lock:
            opened, self._store = self._store, None
        if opened is not None:
            opened.close()


def mailer_of(settings: Settings) -> Mailer:
    """Give what sends mail: a server, a folder for trying things out, or nothing.

    Raises:
        Refused: the mail server cannot be read, or there is no sender.
    """
    from adapters.mail.folder import FolderMailer
    from adapters.mail.smtp import SMTPMailer
    from bot.mail.sender import NoMailer

    url, sender = settings.smtp_url.get_secret_value(), settings.mail_from
    if not url:
        return NoMailer()
    if not sender:
        raise Refused("SMTP_URL is set and MAIL_FROM is not", "write Name <address@example.com>")
    if url.startswith("folder:"):
        return FolderMailer(Path(url.removeprefix("folder:")), sender)
    return SMTPMailer(url, sender)


def committer(settings: Settings) -> Person:
    """Read the bot's name and address."""
    found = re.fullmatch(r"([^<>\n]+) <([^<>\s@]+@[^<>\s@]+)>", settings.committer)
    if found is None:
        raise Refused(
            f'TRUNKLINE_COMMITTER is malformed: "{settings.committer}"',
            "write Name <address@example.com>",
        )
    return Person(found[1].strip(), found[2])

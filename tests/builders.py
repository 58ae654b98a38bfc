"""Small builders with defaults: config files as bytes, carriers, and houses joined over memory or real adapters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from adapters.documents.base import DocumentSet, blob_id
from adapters.git.repository import GitRepository
from adapters.memory.clock import CountingIds, FrozenClock
from adapters.memory.overlays import MemoryOverlayStore
from adapters.memory.portal import MemoryPortalPasswords
from adapters.memory.remote import MemoryRemote
from adapters.memory.repository import MemoryRepository
from adapters.memory.secrets import CountedRandomness, MemoryVault, PlainHasher
from adapters.memory.store import memory_store
from adapters.secrets.age import AgeVault
from adapters.store.engines import parsed_url, sqlite_file
from adapters.store.opening import (
    open_store,
)
from adapters.store.sqlite_overlays import SqliteOverlays
from adapters.system import SystemRandomness
from adapters.yamltext import YamlText
from bot.house import House, Stores
from bot.inbox import Request
from bot.people import Identity
from bot.slack.text import Typed, parse
from bot.wiring import join
from engine.book import Book
from engine.documents import Loaded, load_document
from engine.ports.ids import Ids, OperationId
from engine.ports.operations import Operation
from engine.ports.overlays import OverlayStore
from engine.ports.repository import BlobId, CommitId, Person, Repository
from engine.ports.store import Store
from handlers.kit.reply import Reply
from handlers.kit.services import Safe
from tests.git_remote import bare_remote
from tests.stores import store_in

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BOT = Person("Trunkline", "bot@carrier.example")
HAND = Person("Hannah Hand", "hannah@example.com")
TEXT = YamlText()
CHANGES = "C0CHANGES"
AGE_KEY = "age1rylfuf4puh8q3qt7zzqc94j0r09f5sgtuuxxpxkwxgs2477phels0rn75e"
SAMPLE = Path(__file__).resolve().parent.parent / "config"

OPERATORS = """\
operators:
  - {id: ada, name: Ada Larsen, email: ada@example.com, slack_id: U0ADA001, os_user: ada, roles: [operator]}
  - {id: grace, name: Grace Okafor, email: grace@example.com, slack_id: U0GRACE1, roles: [engineer, operator]}
  - {id: vera, name: Vera Lindqvist, email: vera@example.com, slack_id: U0VERA01, roles: [viewer]}
  - {id: nora, name: Nora None, email: nora@example.com, slack_id: U0NORA01}
  - {id: rosa, name: Rosa Delgado, email: rosa@example.com, slack_id: U0ROSA01, roles: [admin]}
"""
POLICY = """\
default: confirm
rules:
  - id: notes
    when: {kind: [customer], fields: [notes, tags], action: [edit]}
    needs: direct
  - id: money
    when: {kind: [customer], fields: [credit.*]}
    needs: confirm
    why: Credit is money we may lose.
"""


def a_customer(name: str = "Ben LLC", currency: str = "USD", **more: Any) -> bytes:
    """A customer's file; ``more`` are its other top-level fields: ``limits={"channels": 30}``."""
    return TEXT.write({"name": name, "currency": currency, **more})


def settings(*, changes: str = CHANGES, **more: Any) -> bytes:
    """The carrier's settings."""
    content: dict[str, Any] = {
        "format": 2,
        "name": "Harbour Voice",
        "workspace": "T0HARBOUR",
        "base_currency": "USD",
        "realm": "sip.example.net",
        "zone": "Europe/London",
        "slack": {"commands": ["repo", "undo"]},
    }
    return TEXT.write(content | ({"channels": {"changes": changes}} if changes else {}) | more)


def a_carrier(
    customers: Mapping[str, bytes] | None = None,
    *,
    policy: str = POLICY,
    operators: str = OPERATORS,
    extra: Mapping[str, bytes] | None = None,
    **more: Any,
) -> dict[str, bytes]:
    """Every file of a small carrier: path -> bytes. Without ``customers`` there is one, ben-llc."""
    ben = a_customer(limits={"channels": 30, "cps": 5}, tags=["retail"])
    known = {"ben-llc": ben} if customers is None else customers
    return {
        "settings.yaml": settings(**more),
        "operators.yaml": operators.encode(),
        "policy.yaml": policy.encode(),
        **{f"customers/{name}/customer.yaml": data for name, data in known.items()},
        **(extra or {}),
    }


def sample_carrier() -> dict[str, bytes]:
    """Every file of the sample carrier of this repository."""
    return {
        path.relative_to(SAMPLE).as_posix(): path.read_bytes()
        for path in SAMPLE.rglob("*")
        if path.is_file()
    }


class FileDocuments(DocumentSet):
    """The ``Documents`` port over a mapping of files: for tests of the engine, which knows no adapter."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Hold ``files``."""
        super().__init__(TEXT)
        self._files = dict(files)

    @property
    def commit(self) -> CommitId:
        """A commit like any other."""
        return CommitId("c0ffee")

    def blobs(self) -> Mapping[str, BlobId]:
        """Every file: path -> blob id."""
        return {path: blob_id(data) for path, data in self._files.items()}

    def data(self, path: str) -> bytes:
        """The bytes of a file."""
        return self._files[path]

    def load(self, path: str) -> Loaded:
        """Read one document."""
        return loaded(path, self._files[path])


def a_book(files: Mapping[str, bytes] | None = None) -> Book:
    """The book of a few files; without any, of ``a_carrier()``."""
    return Book(FileDocuments(a_carrier() if files is None else files))


def loaded(path: str, data: bytes) -> Loaded:
    """Read one file the way a book does."""
    found = load_document(path, data, TEXT)
    assert found is not None
    return found


@dataclass
class Carrier:
    """A joined house with everything around it, and short ways to ask it."""

    house: House
    clock: FrozenClock
    ids: Ids
    store: Store
    repository: Repository
    remote: Any
    overlays: OverlayStore
    asked: int = field(default=0)

    def run(
        self, command: str, who: str = "ada", /, *, at: str | None = None, **args: object
    ) -> Reply:
        """Run a command with raw arguments as an operator."""
        return self.ask_as(Identity("operator", who), command, args, at=at)

    def ask_as(
        self,
        identity: Identity,
        command: str,
        args: Mapping[str, object],
        *,
        at: str | None = None,
        delivery: str = "",
    ) -> Reply:
        """Run a command as anybody."""
        return self.house.dispatcher.answer(self.request(identity, command, args, at, delivery))

    def request(
        self,
        identity: Identity,
        command: str,
        args: Mapping[str, object],
        at: str | None = None,
        delivery: str = "",
    ) -> Request:
        """Make a request with a delivery of its own."""
        self.asked += 1
        return Request(
            command=command,
            args=dict(args),
            identity=identity,
            delivery=delivery or f"test:{self.asked}",
            origin={"front_end": "test"},
            at=at,
        )

    def type(self, line: str, who: str = "ada") -> Reply:
        """Run a command as it is typed in Slack."""
        typed = parse(line, self.house.catalogue)
        return self.run(typed.entry.name, who, **typed.args) if isinstance(typed, Typed) else typed

    def confirm(self, plan: Reply, who: str = "ada", digest: str = "") -> Reply:
        """Confirm a plan."""
        digest = digest or str(plan.values["digest"])
        return self.run("confirm", who, operation=plan.operation, digest=digest)

    def change(self, line: str, who: str = "ada") -> Reply:
        """Type a command and confirm its plan, if it has one."""
        reply = self.type(line, who)
        return self.confirm(reply, who) if reply.outcome == "asks" else reply

    def push(self, files: Mapping[str, bytes | None], message: str = "By hand") -> CommitId:
        """Commit straight to the remote, as a person does who pushes, and let the house look again."""
        commit: CommitId = self.remote.commit(
            files, message=message, author=HAND, at=self.clock.now()
        )
        self.clock.advance(60)
        return commit

    def file(self, path: str) -> bytes | None:
        """The bytes of a file at the head of the remote."""
        commit = self.repository.fetch()
        blob = self.repository.tree(commit).get(path)
        return None if blob is None else self.repository.read([blob])[blob]

    def operation(self, name: str) -> Operation:
        """An operation that must be there."""
        found = self.store.operations.get(OperationId(name))
        assert found is not None
        return found


def a_house(
    files: Mapping[str, bytes] | None = None,
    *,
    store: Store | None = None,
    overlays: OverlayStore | None = None,
    remote: MemoryRemote | None = None,
    wrap: Any = None,
    clock: FrozenClock | None = None,
    ids: Ids | None = None,
    safe: Safe | None = None,
) -> Carrier:
    """A house over memory; ``wrap`` may put something around its repository."""
    clock = clock or FrozenClock(NOON)
    if remote is None:
        remote = MemoryRemote()
        remote.commit(
            a_carrier() if files is None else files, message="Start", author=HAND, at=clock.now()
        )
    repository: Repository = MemoryRepository(remote, committer=BOT)
    return _joined(
        wrap(repository) if wrap else repository,
        store if store is not None else memory_store(),
        remote,
        clock,
        ids or CountingIds(),
        overlays or MemoryOverlayStore(),
        safe or a_safe(),
    )


def a_real_house(
    folder: Path,
    files: Mapping[str, bytes] | None = None,
    *,
    wrap: Any = None,
    wrap_overlays: Any = None,
    wrap_store: Any = None,
    clock: FrozenClock | None = None,
    ids: Ids | None = None,
    clone: str = "clone.git",
    safe: Safe | None = None,
    store_url: str = "",
) -> Carrier:
    """A house over a bare git remote in ``folder`` and its store, made anew or joined over what is there.

    ``store_url``: the store, for who is told by another process where it is.
    """
    clock = clock or FrozenClock(NOON)
    remote = folder / "remote.git"
    if not remote.exists():
        bare_remote(remote, a_carrier() if files is None else files)
    repository = a_clone(folder, clone=clone)
    url = store_url or store_in(folder)
    store = open_store(url, create=True)
    file = sqlite_file(parsed_url(url))
    overlays = SqliteOverlays(file, lambda: store.overlays) if file else store.overlays
    return _joined(
        wrap(repository) if wrap else repository,
        wrap_store(store) if wrap_store else store,
        remote,
        clock,
        ids or CountingIds(),
        wrap_overlays(overlays) if wrap_overlays else overlays,
        safe or a_real_safe(folder, url),
        close=store.close,
    )


def a_safe(*keys: str, mails: bool = True) -> Safe:
    """Everything about secrets in memory; opens what is sealed for ``keys``, without any for ``AGE_KEY``."""
    portal = MemoryPortalPasswords()
    return Safe(
        vault=MemoryVault(*(keys or (AGE_KEY,))),
        randomness=CountedRandomness(),
        hasher=PlainHasher(),
        open_portal=lambda: portal,
        mails=mails,
    )


def a_real_safe(folder: Path, url: str) -> Safe:
    """Real sealing with the key in ``folder``, which ``with_readers`` makes; passwords are hashed without its cost."""
    return Safe(
        vault=AgeVault(str(folder / "age.key")),
        randomness=SystemRandomness(),
        hasher=PlainHasher(),
        open_portal=cache(lambda: open_store(url, create=True).portal),
        mails=True,
    )


def readers(key: str = AGE_KEY) -> dict[str, Any]:
    """The part of the settings that says who may read secrets: ``a_carrier(secrets=readers())``."""
    return {"recipients": [{"id": "bot", "key": key}]}


def a_clone(folder: Path, *, clone: str) -> GitRepository:
    """Another clone of the remote in ``folder``."""
    return GitRepository(
        str(folder / "remote.git"), clone=folder / clone, branch="main", committer=BOT
    )


def _joined(
    repository: Repository,
    store: Store,
    remote: Any,
    clock: FrozenClock,
    ids: Ids,
    overlays: OverlayStore,
    safe: Safe,
    close: Callable[[], None] = lambda: None,
) -> Carrier:
    house = join(
        repository,
        Stores(store=lambda: store, overlays=lambda: overlays, close=close),
        safe=safe,
        clock=clock,
        ids=ids,
    )
    return Carrier(house, clock, ids, store, repository, remote, overlays)

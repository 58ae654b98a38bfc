"""Opening, creating and upgrading a store; Alembic is loaded only when tables have to change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, text

from adapters.store.database import Database
from adapters.store.effects import SqlEffects
from adapters.store.engines import (
    DAMAGED,
    OURS,
    is_damage,
    open_engine,
    parsed_url,
    reading,
    sqlite_file,
    translated_errors,
    writing,
)
from adapters.store.events import SqlEvents
from adapters.store.heads import SqlHeads
from adapters.store.job_runs import SqlJobRuns
from adapters.store.leader import AdvisoryLeader, FileLeader
from adapters.store.marks import SqlMarks, SqlMatters
from adapters.store.operations import SqlOperations
from adapters.store.overlays import SqlOverlayStore
from adapters.store.portal import SqlPortalPasswords
from adapters.store.tables import REVISIONS
from engine.errors import Refused, Unavailable
from engine.ports.jobs import Leader
from engine.ports.store import Store

_UPGRADE = "run trunkline store upgrade"
_UPGRADE_PATIENCE_MS = 60_000
# Any constant will do, as long as every Trunkline takes the same one.
_ADVISORY_LOCK = 7_431_902_855


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlStore(Store):
    """A store in a database, which belongs to it."""

    database: Database
    marks: SqlMarks

    def close(self) -> None:
        """Give the lead and every connection back."""
        self.leader.resign()
        self.database.close()


def open_store(url: str, *, create: bool, demo: bool = False) -> SqlStore:
    """Open a store of the revision this code works on.

    ``create`` makes one where there is none; ``demo`` marks that new one as a demo, and asks for the mark in one
    that is there.

    Raises:
        Refused: there is none, it is older or newer than this code, or it is no demo.
        Unavailable: the database cannot be reached.
    """
    parsed = parsed_url(url)
    found = revision_at(parsed)
    if found is None:
        if not create:
            raise Refused(f"there is no store at {shown(parsed)}", _UPGRADE)
        _create(parsed, demo=demo)
    else:
        refuse_other_revision(found, REVISIONS, shown(parsed))
    store = _on(parsed)
    if demo and not store.marks.is_demo():
        store.close()
        raise Refused(
            f"the store at {shown(parsed)} is not a demo", "choose another place for the demo"
        )
    return store


def _on(url: URL) -> SqlStore:
    database = Database(open_engine(url))
    return SqlStore(
        database=database,
        operations=SqlOperations(database),
        effects=SqlEffects(database),
        heads=SqlHeads(database),
        matters=SqlMatters(database),
        events=SqlEvents(database),
        marks=SqlMarks(database),
        overlays=SqlOverlayStore(database),
        job_runs=SqlJobRuns(database),
        portal=SqlPortalPasswords(database),
        leader=_leader(url, database.engine),
    )


@contextmanager
def leading(url: str) -> Iterator[bool]:
    """Hold the lead of the schedule, unless a bot has it; gives whether it is held. There need be no store."""
    parsed = parsed_url(url)
    engine = open_engine(parsed)
    leader = _leader(parsed, engine)
    try:
        yield leader.lead()
    finally:
        leader.resign()
        engine.dispose()


def _leader(url: URL, engine: Engine) -> Leader:
    file = sqlite_file(url)
    if file is None:
        return AdvisoryLeader(engine)
    return FileLeader(file.with_name(f"{file.name}-leader"))


def upgrade(url: str) -> str:
    """Bring a store to the revision this code works on, creating it where there is none; give that revision.

    Raises:
        Refused: it is newer than this code.
    """
    parsed = parsed_url(url)
    found = revision_at(parsed)
    if found is None:
        _create(parsed, demo=False)
    elif found in REVISIONS:
        _migrate(parsed, demo=False)
    else:
        refuse_other_revision(found, REVISIONS, shown(parsed))
    return REVISIONS[-1]


def revision(url: str) -> str | None:
    """Give the revision of a store, None where there is none."""
    return revision_at(parsed_url(url))


def refuse_other_revision(found: str, known: Sequence[str], shown: str) -> None:
    """Raise ``Refused`` unless a store of revision ``found`` is what code that knows ``known`` works on."""
    if found not in known:
        raise Refused(
            f"the store at {shown} is of revision {found}, newer than this program knows",
            "run the newer program, or restore a backup made before its upgrade",
        )
    if found != known[-1]:
        raise Refused(
            f"the store at {shown} is of revision {found}, older than this program, which works on {known[-1]}",
            f"back it up, then {_UPGRADE}",
        )


def revision_at(url: URL) -> str | None:
    """Give the revision of the store at a URL that was read, None where there is none."""
    file = sqlite_file(url)
    try:
        if file is not None and not file.is_file():
            return None
    except PermissionError as error:
        raise Unavailable("the store", str(error), OURS) from error
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return None if found is None else str(found)
    except Unavailable as unavailable:
        if not is_damage(unavailable.__cause__):
            raise
        raise Refused(
            f"the file at {shown(url)} is not a store, or damaged: {unavailable.why}",
            f"name another with --store; if it was one: {DAMAGED}",
        ) from unavailable
    finally:
        engine.dispose()


def _create(url: URL, *, demo: bool) -> None:
    file = sqlite_file(url)
    if file is None or file.exists():
        _migrate(url, demo=demo)
        return
    try:
        file.parent.mkdir(
            mode=0o700, parents=True, exist_ok=True
        )  # it holds people's names and hashes
        _create_file(url, file, demo=demo)
    except OSError as error:
        raise Unavailable("the store", str(error)) from error


def _create_file(url: URL, file: Path, *, demo: bool) -> None:
    # Made aside and linked into place whole, so that nobody ever opens half a store.
    with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as aside:
        draft = Path(aside) / "store.db"
        _migrate(url.set(database=str(draft)), demo=demo)
        with suppress(FileExistsError):  # another process was first: its store is as good as ours
            os.link(draft, file)


def _migrate(url: URL, *, demo: bool) -> None:
    engine = open_engine(url, makes=True)
    try:
        if engine.dialect.name == "sqlite":
            _use_write_ahead_log(engine)
        with writing(engine, patience_ms=_UPGRADE_PATIENCE_MS) as connection:
            alone(connection)
            is_new = not inspect(connection).has_table("alembic_version")
            run_migrations(connection)
            if demo and is_new:
                connection.execute(text("INSERT INTO marks (key, value) VALUES ('demo', '1')"))
    finally:
        engine.dispose()


def _use_write_ahead_log(engine: Engine) -> None:
    # Below SQLAlchemy, which would begin a transaction, in which the journal cannot change.
    with translated_errors(), closing(engine.raw_connection()) as raw:
        raw.cursor().execute("PRAGMA journal_mode = WAL")


def alone(connection: Connection) -> None:
    """Let nobody else change tables until the end of the transaction; on SQLite whoever writes is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def run_migrations(connection: Connection, to: str = REVISIONS[-1]) -> None:
    """Bring the tables up to a revision, in the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def shown(url: URL) -> str:
    """Write the URL of a store as people write it, without its password."""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)

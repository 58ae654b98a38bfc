"""Making, opening and upgrading a store, and what is refused."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from adapters.store.engines import open_engine, parsed_url, reading, translated_errors, writing
from adapters.store.opening import open_store, refuse_other_revision, revision, upgrade
from adapters.store.tables import METADATA, REVISIONS
from engine.errors import Refused, Unavailable
from tests.stores import in_sqlite

TOP = Path(__file__).parents[3]


def url_in(folder: Path) -> str:
    return in_sqlite(folder / "store.db")


def set_revision(url: str, to: str) -> None:
    engine = open_engine(parsed_url(url))
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": to})
    engine.dispose()


def test_creates_a_store_where_there_is_none(tmp_path: Path) -> None:
    url = in_sqlite(tmp_path / "new" / "folder" / "store.db")

    assert revision(url) is None
    with pytest.raises(Refused, match="there is no store"):
        open_store(url, create=False)
    open_store(url, create=True).close()

    assert revision(url) == REVISIONS[-1]
    open_store(url, create=False).close()
    assert [path.name for path in (tmp_path / "new/folder").iterdir()] == ["store.db"]


def test_upgrades_an_empty_file_in_place(tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()

    assert upgrade(url_in(tmp_path)) == REVISIONS[-1]
    assert upgrade(url_in(tmp_path)) == REVISIONS[-1]
    open_store(url_in(tmp_path), create=False).close()


def test_only_a_store_made_as_a_demo_is_one(tmp_path: Path) -> None:
    url = url_in(tmp_path)
    demo = open_store(in_sqlite(tmp_path / "demo.db"), create=True, demo=True)
    plain = open_store(url, create=True)

    assert demo.marks.is_demo()
    assert not plain.marks.is_demo()
    with pytest.raises(Refused, match="is not a demo"):
        open_store(url, create=True, demo=True)
    demo.close()
    plain.close()


def test_a_store_newer_than_the_code_is_refused(tmp_path: Path) -> None:
    url = url_in(tmp_path)
    upgrade(url)
    set_revision(url, "9999")

    with pytest.raises(Refused, match="newer than this program") as refusal:
        open_store(url, create=True)
    with pytest.raises(Refused, match="newer than this program"):
        upgrade(url)
    assert "newer program" in refusal.value.hint


def test_a_store_older_than_the_code_asks_for_an_upgrade() -> None:
    with pytest.raises(
        Refused, match="is of revision 0001, older than this program, which works on 0002"
    ) as refusal:
        refuse_other_revision("0001", ("0001", "0002"), "sqlite:///s.db")
    assert "store upgrade" in refusal.value.hint


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "mysql://h/d",
        "sqlite+x:///f",
    ],
)
def test_refuses_a_url_it_cannot_keep_a_store_at(url: str) -> None:
    with pytest.raises(Refused, match="store"):
        open_store(url, create=True)


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    assert parsed_url("postgresql://u:s3cret@h/d").drivername == "postgresql+psycopg"

    with pytest.raises(Refused) as refusal:
        open_store("mysql://u:s3cret@h/d", create=True)
    assert "s3cret" not in str(refusal.value)


def test_a_file_of_another_kind_is_not_a_store(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_text("name,price\n" * 1000)

    with pytest.raises(Refused, match="is not a store"):
        open_store(url_in(tmp_path), create=True)


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()

    with pytest.raises(Unavailable, match="the store"):
        open_store(url_in(tmp_path), create=True)


def test_many_processes_may_create_the_same_store_at_once(tmp_path: Path) -> None:
    script = (
        "import sys; from adapters.store.opening import open_store;"
        "open_store(sys.argv[1], create=True, demo=True).close()"
    )
    command = [sys.executable, "-c", script, url_in(tmp_path)]

    started = [subprocess.Popen(command, cwd=TOP) for _ in range(4)]
    codes = [process.wait(timeout=60) for process in started]

    assert codes == [0, 0, 0, 0]
    assert open_store(url_in(tmp_path), create=False, demo=True).marks.is_demo()


def test_the_migrations_make_the_tables_the_code_knows(tmp_path: Path) -> None:
    upgrade(url_in(tmp_path))
    engine = open_engine(parsed_url(url_in(tmp_path)))

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)
    engine.dispose()

    assert differences == []


def test_the_code_knows_every_revision_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(TOP / "migrations"))
    scripts = ScriptDirectory.from_config(config).walk_revisions()

    assert tuple(script.revision for script in scripts)[::-1] == REVISIONS


def test_opening_a_store_does_not_load_the_migration_tool(tmp_path: Path) -> None:
    upgrade(url_in(tmp_path))
    script = (
        "import sys; from adapters.store.opening import open_store;"
        "open_store(sys.argv[1], create=True).operations.recent(actor=None, limit=1);"
        "assert 'alembic' not in sys.modules"
    )

    done = subprocess.run([sys.executable, "-c", script, url_in(tmp_path)], cwd=TOP, check=False)

    assert done.returncode == 0


@pytest.mark.parametrize(
    ("code", "mends"),
    [
        (sqlite3.SQLITE_BUSY, "Try again"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "our account"),
        (sqlite3.SQLITE_CANTOPEN, "our account"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "newest backup"),
        (sqlite3.SQLITE_FULL, "room"),
    ],
)
def test_what_is_wrong_with_the_file_is_told_with_what_mends_it(code: int, mends: str) -> None:
    error = sqlite3.OperationalError("as asked")
    error.sqlite_errorcode = code

    with pytest.raises(Unavailable, match=r"as asked|busy") as told, translated_errors():
        raise error

    assert mends in told.value.remedy


def test_nothing_is_written_into_a_file_that_was_removed(tmp_path: Path) -> None:
    store = open_store(url_in(tmp_path), create=True)
    store.effects.count()
    for file in tmp_path.glob("store.db*"):
        file.unlink()

    with pytest.raises(Unavailable, match=r"store\.db: No such file"):
        store.effects.count()

    assert not (tmp_path / "store.db").exists()
    store.close()


def test_a_file_that_was_put_in_the_place_of_another_is_the_store(tmp_path: Path) -> None:
    upgrade(in_sqlite(tmp_path / "other.db"))
    demo = open_store(url_in(tmp_path), create=True, demo=True)
    assert demo.marks.is_demo()
    for file in tmp_path.glob("store.db*"):
        file.unlink()
    (tmp_path / "other.db").rename(tmp_path / "store.db")

    assert not demo.marks.is_demo()

    demo.close()


def test_every_commit_is_written_through(tmp_path: Path) -> None:
    upgrade(url_in(tmp_path))
    engine = open_engine(parsed_url(url_in(tmp_path)))

    with reading(engine) as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}

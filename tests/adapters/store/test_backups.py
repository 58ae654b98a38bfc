"""A store copied while it is used and put back, into a store of either kind."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.store.backups import back_up, restore
from adapters.store.checking import check_store
from adapters.store.engines import open_engine, parsed_url, writing
from adapters.store.opening import SqlStore, open_store
from engine.errors import Refused
from engine.ports.effects import EffectState
from engine.ports.operations import OperationState
from tests.contract.records import NOON, an_effect, an_operation
from tests.contract.test_overlay_store import an_overlay
from tests.contract.test_portal_passwords import BEN
from tests.postgres_server import Postgres
from tests.stores import in_sqlite

KINDS = ("sqlite", "postgresql")


@pytest.fixture(autouse=True)
def in_a_file(tmp_path: Path) -> None:
    in_sqlite(tmp_path / "backup.db")  # a backup is one, whatever it was made of


@pytest.fixture(params=[f"{one}-{other}" for one in KINDS for other in KINDS])
def urls(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> tuple[str, str]:
    """A store, and another one to restore into."""
    first, second = request.param.split("-")
    return (
        postgres.cleared() if first == "postgresql" else in_sqlite(tmp_path / "first.db"),
        postgres.store() if second == "postgresql" else in_sqlite(tmp_path / "second.db"),
    )


def fill(url: str) -> None:
    store = open_store(url, create=True)
    operation, _ = store.operations.receive(an_operation())
    store.operations.move(
        operation.id,
        expect=[operation.state],
        to=OperationState.DONE,
        at=NOON,
        effects=[an_effect("a"), an_effect("b", recipient="C2")],
        reply={"summary": "Done."},
    )
    store.operations.receive(an_operation(2))
    store.overlays.lay(an_overlay(operation=None))
    store.portal.put(BEN)
    store.close()


def one_row(url: str) -> str:
    """A store with a single operation; gives its URL."""
    store = open_store(url, create=True)
    store.operations.receive(an_operation(9))
    store.close()
    return url


def test_everything_comes_back(urls: tuple[str, str], tmp_path: Path) -> None:
    url, other = urls
    fill(url)

    counts = back_up(url, tmp_path / "backup.db")
    assert restore(tmp_path / "backup.db", other, at=NOON) == counts

    first, second = open_store(url, create=False), open_store(other, create=False)
    try:
        assert second.operations.recent(actor=None, limit=9) == first.operations.recent(
            actor=None, limit=9
        )
        assert second.effects.count() == first.effects.count()
        assert second.portal.known() == (("ben-llc", "ben"),)
        second.effects.record([an_effect("c", recipient="C3", operation=None)])
    finally:
        first.close()
        second.close()


def test_nothing_leaves_a_restored_store_before_it_is_reconciled(tmp_path: Path) -> None:
    url, other = in_sqlite(tmp_path / "a.db"), in_sqlite(tmp_path / "b.db")
    fill(url)
    back_up(url, tmp_path / "backup.db")
    restore(tmp_path / "backup.db", other, at=NOON)
    store = open_store(other, create=False)

    assert store.operations.awaits_reconciling()
    assert store.effects.claim_due(now=NOON, limit=9) == ()
    assert store.effects.claim("a", now=NOON) is None

    store.operations.reconcile((), at=NOON)

    assert not store.operations.awaits_reconciling()
    due = store.effects.claim_due(now=NOON, limit=9)
    assert [(one.id, one.attempts) for one in due] == [
        ("a", 2),
        ("b", 2),
    ]  # looked up, not sent blindly
    store.close()


def test_a_backup_is_whole_while_others_write_and_for_its_owner_only(tmp_path: Path) -> None:
    url = in_sqlite(tmp_path / "store.db")
    fill(url)
    file = tmp_path / "backup.db"
    other = open_engine(parsed_url(url))

    with writing(other) as connection:
        connection.execute(text("DELETE FROM outbox"))
        counts = back_up(url, file)
    other.dispose()

    assert counts["outbox"] == 2
    assert check_store(in_sqlite(file)).faults == ()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.glob("*backup*")) == ["backup.db"]


def test_a_backup_is_never_overwritten(tmp_path: Path) -> None:
    url = one_row(in_sqlite(tmp_path / "store.db"))
    back_up(url, tmp_path / "backup.db")

    with pytest.raises(Refused, match="is there already"):
        back_up(url, tmp_path / "backup.db")


def test_a_store_that_holds_something_is_replaced_only_on_request(
    urls: tuple[str, str], tmp_path: Path
) -> None:
    url, other = urls
    one_row(url)
    one_row(other)
    file = tmp_path / "backup.db"
    fill(in_sqlite(tmp_path / "full.db"))
    back_up(in_sqlite(tmp_path / "full.db"), file)

    with pytest.raises(Refused, match="is not empty: 1 in operations") as refusal:
        restore(file, other, at=NOON)
    assert "--replace" in refusal.value.hint
    restore(file, other, at=NOON, replace=True)

    store = open_store(other, create=False)
    assert {one.id[-1] for one in store.operations.recent(actor=None, limit=9)} == {"1", "2"}
    store.close()


def test_what_is_no_backup_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    url = in_sqlite(tmp_path / "store.db")
    (tmp_path / "letter.txt").write_text("Dear Ben, this is not a store." * 50)

    with pytest.raises(Refused, match="there is no backup"):
        restore(tmp_path / "none.db", url, at=NOON)
    with pytest.raises(Refused, match="is not a store"):
        restore(tmp_path / "letter.txt", url, at=NOON)
    assert not (tmp_path / "store.db").exists()


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_half_a_backup_is_refused_and_changes_nothing(tmp_path: Path, kept: float) -> None:
    url, file = in_sqlite(tmp_path / "store.db"), tmp_path / "backup.db"
    fill(url)
    back_up(url, file)
    os.truncate(file, int(file.stat().st_size * kept))

    with pytest.raises(Refused, match=r"backup\.db.* damaged"):
        restore(file, url, at=NOON, replace=True)

    assert check_store(url).faults == ()
    assert check_store(url).counts["operations"]


def test_a_backup_made_before_an_upgrade_is_brought_up_to_date(tmp_path: Path) -> None:
    old, new = in_sqlite(tmp_path / "old.db"), in_sqlite(tmp_path / "new.db")
    made_at_revision(old, "0002")
    back_up(old, tmp_path / "backup.db")

    restore(tmp_path / "backup.db", new, at=NOON)

    assert check_store(new).faults == ()


def made_at_revision(url: str, to: str) -> None:
    from adapters.store.opening import run_migrations

    engine = open_engine(parsed_url(url), makes=True)
    with writing(engine) as connection:
        run_migrations(connection, to)
    engine.dispose()


def test_reconciling_ends_what_landed_and_adds_what_was_forgotten(tmp_path: Path) -> None:
    from dataclasses import replace

    store: SqlStore = open_store(in_sqlite(tmp_path / "a.db"), create=True)
    planned, _ = store.operations.receive(an_operation(1))
    landed = replace(planned, state=OperationState.DONE, commit="c" * 40, reply={"summary": "x"})
    forgotten = replace(an_operation(2), state=OperationState.DONE, commit="d" * 40, reply={})

    store.operations.reconcile((landed, forgotten), at=NOON)
    store.operations.reconcile((landed, forgotten), at=NOON)

    known = store.operations.recent(actor=None, limit=9)
    assert [(one.id[-1], one.state, one.commit) for one in known] == [
        ("2", OperationState.DONE, "d" * 40),
        ("1", OperationState.DONE, "c" * 40),
    ]
    assert store.effects.count()[EffectState.PENDING] == 0
    store.close()

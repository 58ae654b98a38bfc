"""The quick reader of overlays where the file is not what it should be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.store.opening import open_store
from adapters.store.sqlite_overlays import SqliteOverlays
from engine.errors import Refused
from engine.ports.overlays import OverlayStore
from tests.builders import NOON
from tests.stores import in_sqlite


def reader(folder: Path) -> SqliteOverlays:
    return SqliteOverlays(
        folder / "store.db",
        lambda: open_store(in_sqlite(folder / "store.db"), create=True).overlays,
    )


def test_without_a_file_nothing_was_laid_and_none_is_made(tmp_path: Path) -> None:
    def never() -> OverlayStore:
        raise AssertionError

    assert SqliteOverlays(tmp_path / "store.db", never).in_force(NOON) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_text("This is no database, however long it may be." * 40)

    with pytest.raises(Refused, match="is not a store"):
        reader(tmp_path).in_force(NOON)


def test_reading_loads_no_sqlalchemy(tmp_path: Path) -> None:
    open_store(in_sqlite(tmp_path / "store.db"), create=True).close()
    said = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC;"
        "from adapters.store.sqlite_overlays import SqliteOverlays;"
        f"found = SqliteOverlays(Path({str(tmp_path / 'store.db')!r}), None)"
        ".in_force(datetime(2026, 1, 1, tzinfo=UTC));"
        "print(found, 'sqlalchemy' in sys.modules)"
    )
    top = Path(__file__).parents[3]

    run = subprocess.run([sys.executable, "-c", said], cwd=top, capture_output=True, check=True)

    assert run.stdout.decode().strip() == "() False"

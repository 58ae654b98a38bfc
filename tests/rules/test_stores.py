"""Stores of tests are where the run says: no test names a file by hand, and a house asked for PostgreSQL is in it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from adapters.store.opening import open_store
from tests.builders import a_real_house
from tests.faults.lives import Place, copied
from tests.postgres_server import Postgres
from tests.rules.source import ROOT, modules, nodes, place
from tests.stores import Stores, in_sqlite, keep_state, keeping, store_in

SAYS = Path("tests/stores.py")


def test_no_test_writes_the_address_of_a_file_itself() -> None:
    written = [
        place(path, node)
        for path in modules("tests")
        if path != SAYS
        for node in nodes(path, ast.JoinedStr)
        if isinstance(node.values[0], ast.Constant)
        and str(node.values[0].value).startswith("sqlite:///")
    ]

    assert written == []


def test_on_a_run_with_postgresql_a_house_a_program_and_a_life_are_in_it(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    with keeping(Stores(lambda: postgres)) as stores:
        house: Any = a_real_house(tmp_path)
        keep_state(monkeypatch, tmp_path)
        life = copied(Place(tmp_path, "", "direct edit", store_in(tmp_path)), tmp_path / "copy")
        kinds = {house.store.database.engine.dialect.name}
        strays = stores.strays(tmp_path)
        stores.end(tmp_path)

    assert kinds == {"postgresql"}
    assert life.store.startswith("postgresql")
    assert strays == []


def test_a_run_notes_the_modules_whose_tests_keep_a_store_and_no_others(tmp_path: Path) -> None:
    noted, keeps, keeps_none = tmp_path / "noted", "test_health.py", "test_logs.py"
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "--note-stores", str(noted)]

    done = subprocess.run(
        [*command, f"tests/bot/{keeps_none}", f"tests/bot/{keeps}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert set(noted.read_text().split()) == {f"tests/bot/{keeps}"}


def test_a_store_in_a_file_that_nobody_asked_for_is_found(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres
) -> None:
    folder = tmp_path_factory.mktemp("files")
    with keeping(Stores(lambda: postgres)) as stores:
        for url in ("sqlite:///" + str(folder / "stray.db"), in_sqlite(folder / "meant.db")):
            open_store(url, create=True).close()

        assert stores.strays(folder) == [folder / "stray.db"]

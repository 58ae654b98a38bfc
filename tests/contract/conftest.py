"""The store of each kind; what is about one port alone makes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.memory.store import memory_store
from adapters.store.opening import open_store
from engine.ports.store import Store
from tests.stores import url_of


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield memory_store()
        return
    sql = open_store(url_of(request, tmp_path), create=True)
    yield sql
    sql.close()

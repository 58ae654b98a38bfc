"""Whose turn it is to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.store.engines import open_engine, parsed_url, writing
from adapters.store.opening import open_store
from engine.errors import Unavailable
from tests.contract.records import an_operation
from tests.stores import in_sqlite


def test_a_store_that_stays_busy_says_so_and_loses_nothing(tmp_path: Path) -> None:
    url = in_sqlite(tmp_path / "busy.db")  # on a server nobody waits for who writes another row
    store = open_store(url, create=True)
    other = open_engine(parsed_url(url))

    with writing(other):
        with pytest.raises(Unavailable, match="the store is not available: busy, try again"):
            store.operations.receive(an_operation())
        assert store.operations.recent(actor=None, limit=1) == ()
    assert store.operations.receive(an_operation())[1]
    other.dispose()
    store.close()

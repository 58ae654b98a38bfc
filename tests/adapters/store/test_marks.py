"""What is marked."""

from __future__ import annotations

from pathlib import Path

from adapters.store.opening import open_store
from tests.stores import store_in


def test_marks_are_kept(tmp_path: Path) -> None:
    store = open_store(store_in(tmp_path), create=True)

    store.marks.put("head", "a")
    store.marks.put("head", "b")

    assert store.marks.get("head") == "b"
    assert store.marks.get("none") is None
    store.close()

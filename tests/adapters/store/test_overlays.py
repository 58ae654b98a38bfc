"""Overlays beside the operations of one store."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from adapters.store.opening import open_store
from engine.ports.ids import OperationId
from engine.ports.overlays import Overlay, OverlayKind
from tests.builders import NOON
from tests.stores import store_in


def test_an_overlay_names_an_operation_that_is_there(tmp_path: Path) -> None:
    store = open_store(store_in(tmp_path), create=True)
    stray = Overlay(
        id="stray",
        customer="ben-llc",
        kind=OverlayKind.SUSPENSION,
        reason="?",
        by="ada",
        since=NOON,
        operation=OperationId("op-nowhere"),
    )

    with pytest.raises(IntegrityError):
        store.overlays.lay(stray)
    store.close()

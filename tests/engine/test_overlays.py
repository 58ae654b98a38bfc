"""The strictest of config and overlays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.overlays import EffectiveStatus, standing
from engine.ports.overlays import Overlay, OverlayKind
from schemas.customer import CustomerStatus
from tests.builders import NOON

HOUR = timedelta(hours=1)


def a_suspension(name: str = "one", *, hours: int | None = None) -> Overlay:
    return Overlay(
        id=name,
        customer="ben-llc",
        kind=OverlayKind.SUSPENSION,
        reason="fraud",
        by="ada",
        since=NOON,
        until=None if hours is None else NOON + hours * HOUR,
    )


@pytest.mark.parametrize("written", CustomerStatus)
def test_without_overlays_the_config_counts(written: CustomerStatus) -> None:
    found = standing(written, (), NOON)

    assert (found.status.value, found.config, found.overlay) == (written.value, written, None)


@pytest.mark.parametrize("written", CustomerStatus)
def test_a_suspension_is_stricter_than_anything_written(written: CustomerStatus) -> None:
    found = standing(written, [a_suspension()], NOON)

    assert (found.status, found.config) == (EffectiveStatus.SUSPENDED, written)
    assert found.overlay == a_suspension()


def test_a_suspension_is_over_at_its_end_by_itself() -> None:
    laid = [a_suspension(hours=2)]

    assert standing(CustomerStatus.ACTIVE, laid, NOON + HOUR).status == "suspended"
    assert standing(CustomerStatus.ACTIVE, laid, NOON + 2 * HOUR).status == "active"


def test_of_two_suspensions_the_one_that_lasts_longest_is_named() -> None:
    laid = [a_suspension("a", hours=2), a_suspension("b"), a_suspension("c", hours=9)]

    found = standing(CustomerStatus.ACTIVE, laid, NOON)

    assert found.overlay is not None
    assert found.overlay.id == "b"

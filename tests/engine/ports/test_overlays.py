"""Overlays: from when on one counts, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.ports.overlays import Overlay, OverlayKind

LAID = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def overlay(*, until: datetime | None = None, lifted_at: datetime | None = None) -> Overlay:
    return Overlay(
        id="o-1",
        customer="ben-llc",
        kind=OverlayKind.SUSPENSION,
        reason="fraud",
        by="ada",
        since=LAID,
        until=until,
        lifted_at=lifted_at,
    )


@pytest.mark.parametrize(
    ("at", "counts"), [(-HOUR, False), (0 * HOUR, True), (HOUR, False), (2 * HOUR, False)]
)
def test_its_first_instant_belongs_to_it_and_its_last_does_not(at: timedelta, counts: bool) -> None:
    assert overlay(until=LAID + HOUR).is_in_force(LAID + at) is counts


def test_it_ends_when_it_is_lifted_though_it_was_laid_for_longer() -> None:
    lifted = overlay(until=LAID + 3 * HOUR, lifted_at=LAID + HOUR)

    assert lifted.is_in_force(LAID + HOUR / 2)
    assert not lifted.is_in_force(LAID + 2 * HOUR)


def test_without_an_end_it_counts_until_somebody_lifts_it() -> None:
    assert overlay().is_in_force(LAID + 10_000 * HOUR)

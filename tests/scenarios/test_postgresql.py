"""A carrier that keeps its store in PostgreSQL: a change, what it says in Slack, its undo, and a suspension at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.ports.effects import EffectState
from engine.ports.operations import OperationState
from tests.builders import CHANGES
from tests.postgres_server import Postgres
from tests.scenarios.steps import Office, an_office
from tests.stores import Stores, keeping

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it


@pytest.fixture
def office(tmp_path: Path, postgres: Postgres) -> Iterator[Office]:
    with keeping(Stores(lambda: postgres)) as stores:
        with an_office(tmp_path) as opened:
            yield opened
        stores.end(tmp_path)


def test_a_change_is_committed_told_once_and_undone(office: Office) -> None:
    office.slash("/customer edit ben-llc --channels 60")
    office.press(office.told(), "Confirm")
    assert office.outbox().send_due() == 1
    assert office.outbox().send_due() == 0
    [message] = office.workspace.messages(CHANGES)

    office.press(message, "Undo")
    office.press(office.told(), "Confirm")
    office.outbox().send_due()

    assert len(office.commits()) == 3
    assert {one.state for one in office.operations() if one.commit} == {OperationState.DONE}
    counts = office.carrier.store.effects.count()
    assert (counts[EffectState.PENDING], counts[EffectState.FAILED]) == (0, 0)


def test_a_second_delivery_of_a_request_does_nothing_twice(office: Office) -> None:
    office.slash("/customer edit ben-llc --channels 60")
    office.press(office.told(), "Confirm")
    before = (office.commits(), len(office.operations()))

    office.repeat()

    assert (office.commits(), len(office.operations())) == before


def test_a_suspension_at_once_counts_at_once(office: Office) -> None:
    office.slash("/customer suspend ben-llc --now --reason 'Fraud on prefix 252'")
    overlays = office.carrier.house.open_overlays()

    [overlay] = overlays.in_force(office.carrier.clock.now())

    assert (overlay.customer, overlay.kind) == ("ben-llc", "suspension")

"""A change over Socket Mode, from the command to the commit; what comes twice, and what comes while connections fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.ports.operations import OperationState
from tests.scenarios.steps import ADA, NORA, Office, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # the console tells the time by it

EDIT = "/customer edit ben-llc --channels 60"
DONE = "Done: edit limits.channels of customer ben-llc."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, over_socket=True) as opened:
        yield opened


def test_a_customer_is_added_by_a_form(office: Office) -> None:
    assert office.slash("/customer add").ok
    office.workspace.suggest(ADA, office.view(), "value", "eur", block_id="currency")
    wrong = office.submit({"name": "Zed Ltd", "currency": "EUR", "channels": "many"})
    assert set(wrong.errors) == {"channels"}
    assert office.submit({"name": "Zed Ltd", "currency": "EUR", "channels": "30"}).ok

    assert office.press(office.told(), "Confirm").ok
    assert office.told()["text"] == "Done: add customer zed-ltd."
    assert office.commits() == ["Add customer zed-ltd", "First files"]


def test_the_home_of_the_app_is_drawn(office: Office) -> None:
    assert office.workspace.open_home(ADA).ok
    office.workers.settle()

    assert "Ben LLC" in json.dumps(office.workspace.home(ADA))


def test_a_stranger_may_nothing_over_a_socket_either(office: Office) -> None:
    office.slash(EDIT, NORA)

    assert "needs the role operator" in office.told(NORA)["text"]
    assert office.commits() == ["First files"]


def test_an_envelope_that_comes_again_is_one_operation(office: Office) -> None:
    assert office.slash(EDIT).ok
    assert office.repeat().ok
    plan = office.told()
    assert office.press(plan, "Confirm").ok
    assert office.repeat().ok

    assert office.told()["text"] == DONE
    assert len(office.commits()) == 2
    assert len(office.operations()) == 2  # the change and its confirmation


def test_what_was_recorded_and_not_acknowledged_is_done_once_when_it_comes_again(
    office: Office,
) -> None:
    office.slash(EDIT)
    fields = office.workspace.sent[-1].payload
    lost = {"type": "slash_commands", "payload": dict(fields) | {"trigger_id": "7.7.7"}}
    kept = len(office.operations())

    assert office.console.sockets.deliver(lost, within_s=0) == ("operation_timeout", None)
    again = lost | {"retry_attempt": 1, "retry_reason": "timeout"}
    assert office.console.sockets.deliver(again, within_s=5) == ("", None)
    office.workers.settle()

    assert len(office.operations()) == kept + 1


@pytest.mark.parametrize("how", ["drop", "fall_silent", "refresh"])
def test_a_plan_is_confirmed_though_the_connection_failed_in_between(
    office: Office, how: str
) -> None:
    office.slash(EDIT)
    plan = office.told()
    assert "Confirm" in labels_of(plan)

    getattr(office.console.sockets, how)()
    assert office.console.sockets.wait_connected()

    assert office.press(plan, "Confirm").ok
    assert office.told()["text"] == DONE


def test_a_request_of_another_workspace_is_not_acknowledged_and_leaves_no_trace(
    office: Office,
) -> None:
    office.slash(EDIT)
    fields = dict(office.workspace.sent[-1].payload) | {"team_id": "T0OTHER", "trigger_id": "6.6"}
    kept = office.operations()

    foreign = {"type": "slash_commands", "payload": fields}
    assert office.console.sockets.deliver(foreign, within_s=0.1) == ("operation_timeout", None)
    assert office.operations() == kept
    assert [one.state for one in kept] == [OperationState.PLANNED]

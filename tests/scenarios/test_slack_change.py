"""A customer is added in Slack, from the command to the commit; what is sent twice, late, forged or by strangers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.ports.operations import OperationState
from tests.builders import a_customer
from tests.git_remote import git, human_commit
from tests.scenarios.steps import (
    ADA,
    GRACE,
    NOC,
    NORA,
    VERA,
    Office,
    action_of,
    an_office,
    command_body,
    interaction_body,
    labels_of,
)

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
BEN = "customers/ben-llc/customer.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path) as opened:
        yield opened


def planned(office: Office, line: str = "/customer edit ben-llc --channels 60") -> dict[str, Any]:
    assert office.slash(line).ok
    plan = office.told()
    assert "Confirm" in labels_of(plan)
    return plan


def test_a_customer_is_added_by_a_form_with_a_field_error_on_the_way(office: Office) -> None:
    assert office.slash("/customer add").ok
    assert office.view()["title"]["text"] == "Add customer"
    office.workspace.suggest(ADA, office.view(), "value", "eur", block_id="currency")

    wrong = office.submit({"name": "Ben LLC", "currency": "EUR", "channels": "many"})
    assert set(wrong.errors) == {"name", "channels"} or set(wrong.errors) == {"channels"}
    assert office.view()["callback_id"] == "form"
    assert office.submit({"name": "Zed Ltd", "currency": "EUR", "channels": "30"}).ok
    assert office.workspace.open_view(ADA) is None

    plan = office.told()
    assert plan["text"] == "Plan: add customer zed-ltd. Nothing has changed yet."
    assert office.press(plan, "Confirm").ok
    assert office.told()["text"] == "Done: add customer zed-ltd."

    head = git(office.carrier.remote, "log", "-1", "--format=%an <%ae>%n%cn <%ce>%n%s%n%b", "main")
    author, committer, subject, *trailers = head.splitlines()
    assert author == "Ada Larsen <ada@example.com>"
    assert committer == "Trunkline <bot@carrier.example>"
    assert subject == "Add customer zed-ltd"
    named = dict(line.split(": ", 1) for line in trailers if line)
    assert list(named) == ["Op-Id", "Plan-Digest", "Requested-by", "Command"]
    assert named["Requested-by"] == f"ada (slack:{ADA})"
    assert named["Command"] == 'customer add "Zed Ltd" EUR --channels 30'
    assert len(named["Plan-Digest"]) == 64
    assert office.carrier.operation(named["Op-Id"]).state is OperationState.DONE


def test_the_form_for_editing_comes_filled_and_sends_only_what_changed(office: Office) -> None:
    office.slash("/customer edit ben-llc")
    shown = {b["block_id"]: b["element"] for b in office.view()["blocks"] if b["type"] == "input"}
    assert shown["channels"]["initial_value"] == "30"

    assert office.submit({"channels": "60"}).ok
    [operation] = office.operations()
    assert operation.args == {"customer": "ben-llc", "channels": 60}


def test_what_was_typed_stands_in_the_form_also_in_fields_it_hides(office: Office) -> None:
    office.slash('/customer add "Zed Ltd" --paypal_email pay@example.com')

    shown = {b["block_id"]: b["element"] for b in office.view()["blocks"] if b["type"] == "input"}
    assert shown["name"]["initial_value"] == "Zed Ltd"
    assert shown["paypal_email"]["initial_value"] == "pay@example.com"


def test_show_all_keeps_what_was_typed(office: Office) -> None:
    office.slash("/customer add Zed")
    view = office.view()
    office.workspace.press(
        ADA, view, "form:all", values={"name": {"value": "Zed Two"}, "channels": {"value": "7"}}
    )
    office.workers.settle()

    shown = {b["block_id"]: b["element"] for b in office.view()["blocks"] if b["type"] == "input"}
    assert len(shown) > 40
    assert (shown["name"]["initial_value"], shown["channels"]["initial_value"]) == ("Zed Two", "7")


def test_a_form_for_somebody_who_may_not_says_why(office: Office) -> None:
    office.slash("/customer add", VERA)

    said = json.dumps(office.view(VERA))
    assert "needs the role operator" in said
    assert "Rosa Delgado can grant it" in said


def test_a_form_that_slack_does_not_open_is_told_of(office: Office) -> None:
    office.send(command_body("customer add", trigger_id="long.past"))

    said = office.told()
    assert "did not open the form" in said["text"]
    assert "customer add" in json.dumps(said["blocks"])


# --- twice ------------------------------------------------------------------------------------------------------


def test_a_command_delivered_twice_is_one_operation(office: Office) -> None:
    planned(office)

    assert office.repeat().ok
    assert office.repeat(sign_again=False).ok
    assert len(office.operations()) == 1


def test_a_submission_delivered_twice_is_one_operation_with_the_same_answer(office: Office) -> None:
    office.slash("/customer add")
    office.workspace.suggest(ADA, office.view(), "value", "eur", block_id="currency")
    assert office.submit({"name": "Zed", "currency": "EUR"}).ok
    first = office.workspace.sent[-1].answer.body

    assert office.repeat().ok
    assert office.workspace.sent[-1].answer.body == first
    assert len(office.operations()) == 1


def test_a_button_delivered_twice_commits_once(office: Office) -> None:
    office.press(planned(office), "Confirm")

    assert office.repeat().ok
    assert len(office.commits()) == 2


def test_a_button_pressed_twice_gets_the_same_answer(office: Office) -> None:
    plan = planned(office)
    office.press(plan, "Confirm")
    first = office.told()["text"]

    office.press(plan, "Confirm")
    assert office.told()["text"] == first
    assert len(office.commits()) == 2


# --- who is it --------------------------------------------------------------------------------------------------


def test_a_request_without_the_right_signature_is_refused(office: Office) -> None:
    body = command_body()

    assert office.send(body) == 200
    assert office.send(body, signature="v0=" + "0" * 64) == 401
    assert office.send(body, signature="") == 401
    assert office.send(body, signature="nonsense") == 401


@pytest.mark.parametrize("signature", ["v0=" + "0" * 64, "", "v0=é"])
@pytest.mark.parametrize("body", ["payload={", "payload=[]", "payload=" + "[" * 9000, "\x00"])
def test_a_body_nobody_signed_is_not_even_read(office: Office, body: str, signature: str) -> None:
    assert office.send(body, signature=signature) == 401


@pytest.mark.parametrize("shift", [-400, 400, -(10**9), 10**6])
def test_a_request_of_another_time_is_refused(office: Office, shift: int) -> None:
    stamp = str(int(office.carrier.clock.now().timestamp()) + shift)

    assert office.send(command_body(), stamp=stamp) == 401


@pytest.mark.parametrize("stamp", ["", "yesterday", "1e9", "-1", "1.5", "9" * 5000, "0x10"])
def test_a_time_that_is_no_number_is_refused_and_no_fault(office: Office, stamp: str) -> None:
    assert office.send(command_body(), stamp=stamp, signature="v0=0") == 401


def test_a_request_of_another_workspace_is_refused(office: Office) -> None:
    assert office.send(command_body(team_id="T0OTHER")) == 403
    assert office.send(command_body(team_id="")) == 403
    assert (
        office.send(interaction_body({"type": "block_actions", "team": {"id": "T0OTHER"}})) == 403
    )
    assert office.operations() == []


@pytest.mark.parametrize(
    "body", ["payload={", "payload=[]", "payload=7", "payload=" + "[" * 9000, "{", '{"type": ']
)
def test_a_signed_body_that_is_no_request_is_refused_and_no_fault(
    office: Office, body: str
) -> None:
    assert office.send(body) == 400


def test_a_signed_request_without_a_trigger_or_a_user_is_refused(office: Office) -> None:
    button = {"type": "button", "action_id": "run:0", "block_id": "b", "value": "{}"}
    pressed = {"type": "block_actions", "team": {"id": "T0CONSOLE"}, "actions": [button]}

    assert office.send(command_body(trigger_id="")) == 400
    assert office.send(command_body(user_id="")) == 400
    assert office.send(interaction_body(pressed)) == 400
    assert office.operations() == []


def test_a_body_that_is_too_large_is_refused(office: Office) -> None:
    assert office.send(command_body("x" * 1_100_000)) == 413


def test_a_stranger_may_nothing(office: Office) -> None:
    office.slash("/customer edit ben-llc --channels 9", NORA)

    assert office.told(NORA)["text"].startswith("Customer edit needs the role operator, which Nora")
    assert office.commits() == ["First files"]


def test_another_persons_confirm_button_does_nothing(office: Office) -> None:
    plan = planned(office)
    payload = {
        "type": "block_actions",
        "team": {"id": "T0CONSOLE"},
        "user": {"id": GRACE},
        "trigger_id": "9.9.9",
        "channel": {"id": NOC},
        "container": {"type": "message", "is_ephemeral": True},
        "actions": [next(b for b in _elements(plan) if b["text"]["text"] == "Confirm")],
    }

    assert office.send(interaction_body(payload)) == 200
    assert office.commits() == ["First files"]
    assert "was asked for by ada" in office.told(GRACE)["text"]


@pytest.mark.parametrize(
    "metadata", ["", "{", "[]", '"x"', '{"operation": 7}', '{"operation": "op-x"}']
)
def test_a_form_with_forged_metadata_is_refused(office: Office, metadata: str) -> None:
    office.slash("/customer add Zed")
    answer = _submit_forged(office, ADA, metadata)

    assert answer == 200
    assert [one.state for one in office.operations()] == [OperationState.FORM]


def test_somebody_elses_form_is_refused(office: Office) -> None:
    office.slash("/customer add Zed")

    assert _submit_forged(office, GRACE, office.view()["private_metadata"]) == 200
    assert [one.state for one in office.operations()] == [OperationState.FORM]


def _submit_forged(office: Office, user: str, metadata: str) -> int:
    view = office.view() | {"private_metadata": metadata}
    held = {"name": {"value": {"value": "Zed"}}, "currency": {"value": {"value": "EUR"}}}
    payload = {
        "type": "view_submission",
        "team": {"id": "T0CONSOLE"},
        "user": {"id": user},
        "trigger_id": "8.8.8",
        "view": view | {"state": {"values": held}},
    }
    return office.send(interaction_body(payload))


@pytest.mark.parametrize(
    "value", ["", "{", "[]", "7", '{"command": "customer add"}', '{"command": ["x"]}']
)
def test_a_button_with_a_forged_value_does_nothing(office: Office, value: str) -> None:
    button = {"type": "button", "action_id": "run:0", "block_id": "b", "value": value}
    payload = {
        "type": "block_actions",
        "team": {"id": "T0CONSOLE"},
        "user": {"id": ADA},
        "trigger_id": "7.7.7",
        "actions": [button],
    }

    assert office.send(interaction_body(payload)) == 200
    assert office.commits() == ["First files"]


def _elements(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for block in message["blocks"] for e in block.get("elements", ()) if "value" in e]


# --- the head moves ---------------------------------------------------------------------------------------------


def test_a_head_that_moved_elsewhere_does_not_void_a_plan(office: Office) -> None:
    plan = planned(office)
    human_commit(office.carrier.remote, {"customers/new/customer.yaml": a_customer("New")})

    office.press(plan, "Confirm")
    assert office.told()["text"] == "Done: edit limits.channels of customer ben-llc."
    assert office.commits() == [
        "Edit limits.channels of customer ben-llc",
        "By hand",
        "First files",
    ]


def test_a_head_that_changed_the_meaning_asks_again(office: Office) -> None:
    plan = planned(office)
    human_commit(office.carrier.remote, {BEN: a_customer(limits={"channels": 45, "cps": 5})})

    office.press(plan, "Confirm")
    again = office.told()
    assert "45" in json.dumps(again["blocks"], ensure_ascii=False)
    assert "not the plan you confirmed" in json.dumps(again["blocks"])
    assert office.commits() == ["By hand", "First files"]

    office.press(plan, "Confirm")  # the old button: its digest is not that of the new plan
    assert "not the plan as it stands now" in office.told()["text"]
    office.press(again, "Confirm")
    assert office.commits()[0] == "Edit limits.channels of customer ben-llc"


def test_a_role_taken_away_between_plan_and_confirm_refuses(office: Office) -> None:
    plan = planned(office)
    operators = (office.carrier.file("operators.yaml") or b"").replace(
        b"os_user: ada, roles: [operator]", b"os_user: ada, roles: [viewer]"
    )
    human_commit(office.carrier.remote, {"operators.yaml": operators})
    office.carrier.clock.advance(60)

    office.press(plan, "Confirm")
    assert "needs the role operator" in office.told()["text"]
    assert office.commits() == ["By hand", "First files"]


def test_a_plan_of_yesterday_expires(office: Office) -> None:
    plan = planned(office)
    office.carrier.clock.advance(24 * 3600 + 1)

    office.press(plan, "Confirm")
    assert office.told()["text"].startswith("This plan is more than a day old")
    assert office.commits() == ["First files"]


def test_everything_the_bot_says_has_text_and_buttons_that_can_be_pressed(office: Office) -> None:
    for line in ("/trunkline help", "/customer", "/customer list", "/customer show ben-llc",
                 "/customer why ben-llc channels", "/customer history ben-llc", "/repo status",
                 "/trunkline whoami", "/customer ben-llc", "/customer find ben"):  # fmt: skip
        assert office.slash(line).ok, line
        told = office.told()
        assert told["text"], line
        for label in labels_of(told):
            assert action_of(told, label).startswith("run:")
    assert office.operations()

"""What somebody tries who has a captured request, another person's button, a forged value or a body made to break things.

`test_slack_change` has what befalls honest people: repeated deliveries, moved heads, expired plans.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from engine.ports.operations import OperationState
from tests.builders import a_carrier
from tests.git_remote import human_commit
from tests.scenarios.steps import (
    ADA,
    GRACE,
    NOC,
    ROSA,
    SECRET,
    TOKEN,
    VERA,
    Office,
    action_of,
    an_office,
    command_body,
    interaction_body,
)

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
EDIT = "/customer edit ben-llc --channels 60"
BEN = "customers/ben-llc/customer.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path) as opened:
        yield opened


@pytest.fixture
def plan(office: Office) -> dict[str, Any]:
    """A plan of Ada's that waits for her word."""
    assert office.slash(EDIT).ok
    return office.told()


def pressed(user: str, value: object, **more: Any) -> dict[str, Any]:
    """A press of a button with this value, as Slack would send it."""
    shown = value if isinstance(value, str) else json.dumps(value)
    button = {"type": "button", "action_id": "run:0", "block_id": "b", "value": shown}
    return {
        "type": "block_actions",
        "team": {"id": "T0CONSOLE"},
        "user": {"id": user, "team_id": "T0CONSOLE"},
        "trigger_id": f"forged.{user}.{shown}",
        "channel": {"id": NOC},
        "container": {"type": "message", "is_ephemeral": True},
        "actions": [button],
        **more,
    }


def value_of(message: Mapping[str, Any], label: str) -> dict[str, Any]:
    """What stands behind a button."""
    named = action_of(message, label)
    elements = (e for block in message["blocks"] for e in block.get("elements", ()))
    value: dict[str, Any] = json.loads(
        next(e["value"] for e in elements if e.get("action_id") == named)
    )
    return value


def changed(office: Office) -> list[str]:
    """The commits beyond the first."""
    return office.commits()[:-1]


# --- a captured request ---------------------------------------------------------------------------------------------


def test_a_captured_request_replayed_at_once_gets_the_same_answer_and_has_no_effect(
    office: Office, plan: dict[str, Any]
) -> None:
    office.press(plan, "Confirm")
    captured, told = office.workspace.sent[-1], office.told()
    operations, commits = office.operations(), office.commits()

    for _ in range(3):
        status = office.send(
            captured.body,
            stamp=captured.headers["X-Slack-Request-Timestamp"],
            signature=captured.headers["X-Slack-Signature"],
        )
        assert status == 200
    assert (office.told(), office.operations(), office.commits()) == (told, operations, commits)


def test_a_captured_request_is_refused_with_another_time_or_another_body(
    office: Office, plan: dict[str, Any]
) -> None:
    office.press(plan, "Cancel")
    captured = office.workspace.sent[-1]
    stamp, signature = (
        captured.headers[f"X-Slack-{x}"] for x in ("Request-Timestamp", "Signature")
    )

    assert office.send(captured.body, stamp=str(int(stamp) + 1), signature=signature) == 401
    assert office.send(captured.body + " ", stamp=stamp, signature=signature) == 401
    assert office.send(command_body(), stamp=stamp, signature=signature) == 401


def test_a_captured_request_is_worth_nothing_after_five_minutes(
    office: Office, plan: dict[str, Any]
) -> None:
    office.press(plan, "Confirm")
    captured = office.workspace.sent[-1]
    then = str(int(captured.headers["X-Slack-Request-Timestamp"]) - 301)

    assert office.send(captured.body, stamp=then) == 401  # signed well, but then


def test_a_command_captured_before_an_undo_does_not_do_it_again(
    office: Office, plan: dict[str, Any]
) -> None:
    asked = office.workspace.sent[-1]
    office.press(plan, "Confirm")
    confirmed = office.workspace.sent[-1]
    office.press(office.told(), "Undo")
    office.press(office.told(), "Confirm")
    assert len(changed(office)) == 2
    before = office.carrier.file(BEN)

    for captured in (asked, confirmed):
        assert office.send(captured.body) == 200
    assert len(changed(office)) == 2
    assert office.carrier.file(BEN) == before


def test_an_event_told_twice_is_heard_once(office: Office) -> None:
    assert office.workspace.open_home(ADA).ok
    office.workers.settle()
    drawn = [call for call in office.workspace.calls if call.method == "views.publish"]

    assert office.repeat().ok
    assert office.repeat(sign_again=False).ok
    assert [call for call in office.workspace.calls if call.method == "views.publish"] == drawn


# --- somebody else's button -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [GRACE, ROSA, VERA])
@pytest.mark.parametrize("label", ["Confirm", "Cancel"])
def test_nobody_presses_for_another_person(
    office: Office, plan: dict[str, Any], who: str, label: str
) -> None:
    assert office.send(interaction_body(pressed(who, value_of(plan, label)))) == 200

    assert changed(office) == []
    [waiting] = [one for one in office.operations() if one.command == "customer edit"]
    assert waiting.state is OperationState.PLANNED
    assert office.press(plan, "Confirm").ok
    assert len(changed(office)) == 1


def test_a_confirmation_needs_the_digest_of_the_plan_that_was_seen(
    office: Office, plan: dict[str, Any]
) -> None:
    seen = value_of(plan, "Confirm")

    for digest in ("", "0" * 64, seen["args"]["digest"][:12], seen["args"]["digest"].upper()):
        forged = {"command": "confirm", "args": seen["args"] | {"digest": digest}}
        assert office.send(interaction_body(pressed(ADA, forged))) == 200
        assert changed(office) == []


def test_nobody_looks_at_the_plan_of_another_person(office: Office, plan: dict[str, Any]) -> None:
    named = value_of(plan, "Confirm")["args"]["operation"]
    shows = {"type": "button", "action_id": "home:plan:0", "block_id": "b", "value": named}

    for who in (GRACE, ADA):
        trigger = office.workspace.state.tickets.trigger(who)
        said = pressed(who, "", actions=[shows], trigger_id=trigger)
        assert office.send(interaction_body(said)) == 200
    assert office.workspace.open_view(GRACE) is None
    assert "60" in json.dumps(office.view(ADA))


def test_a_role_is_asked_of_whoever_presses_not_of_whom_the_button_was_made_for(
    office: Office,
) -> None:
    forged = {"command": "customer edit", "args": {"customer": "ben-llc", "channels": "999"}}

    assert office.send(interaction_body(pressed(VERA, forged))) == 200
    assert "needs the role operator" in office.told(VERA)["text"]
    assert changed(office) == []


@pytest.mark.parametrize("more", ["actor", "identity", "origin", "at", "roles", "__class__"])
def test_a_forged_value_brings_no_arguments_a_command_does_not_have(
    office: Office, more: str
) -> None:
    args = {"customer": "ben-llc", "channels": "999", more: "rosa"}

    assert (
        office.send(interaction_body(pressed(ADA, {"command": "customer edit", "args": args})))
        == 200
    )
    assert more in json.dumps(office.told()["blocks"])
    assert changed(office) == []


@pytest.mark.parametrize("operation", ["op-none", "../../etc/passwd", "'; drop table operations;--", ""])  # fmt: skip
def test_a_forged_operation_is_none_of_ours(office: Office, operation: str) -> None:
    args = {"operation": operation, "digest": "0" * 64}

    assert office.send(interaction_body(pressed(ADA, {"command": "confirm", "args": args}))) == 200
    assert changed(office) == []
    assert office.operations()


# --- an old button --------------------------------------------------------------------------------------------------


def test_the_button_of_a_plan_that_was_cancelled_does_nothing(
    office: Office, plan: dict[str, Any]
) -> None:
    office.press(plan, "Cancel")

    office.press(plan, "Confirm")
    assert changed(office) == []


def test_the_buttons_of_a_plan_that_is_done_and_undone_do_nothing(
    office: Office, plan: dict[str, Any]
) -> None:
    office.press(plan, "Confirm")
    done = office.told()
    office.press(done, "Undo")
    undoing = office.told()
    office.press(undoing, "Confirm")
    assert len(changed(office)) == 2

    for message, label in ((plan, "Confirm"), (plan, "Cancel"), (undoing, "Confirm")):
        office.press(message, label)
        assert len(changed(office)) == 2
    assert office.carrier.file(BEN) == a_carrier()[BEN]


def test_an_undo_of_what_others_changed_since_then_does_nothing(
    office: Office, plan: dict[str, Any]
) -> None:
    office.press(plan, "Confirm")
    done = office.told()
    text = (office.carrier.file(BEN) or b"").replace(b"60", b"75")
    human_commit(office.carrier.remote, {BEN: text})
    office.carrier.clock.advance(60)

    office.press(done, "Undo")
    assert b"75" in (office.carrier.file(BEN) or b"")
    assert "Confirm" not in json.dumps(office.told())


# --- not our people -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {"team": {"id": "T0OTHER"}},
        {"team": None},
        {"team": None, "enterprise": {"id": "E0OTHER"}, "is_enterprise_install": True},
        {"team": "T0OTHER"},
        {"user": {"id": ADA, "team_id": "T0OTHER"}},
        {"team": {"id": "T0OTHER"}, "team_id": "T0CONSOLE"},
    ],
    ids=["other team", "no team", "an enterprise", "a text", "guest", "two teams"],
)
def test_a_press_of_another_workspace_is_refused(
    office: Office, plan: dict[str, Any], body: dict[str, Any]
) -> None:
    said = pressed(ADA, value_of(plan, "Confirm")) | body
    if body.get("team") is None and "team" in body:
        said["user"] = {"id": ADA}

    assert office.send(interaction_body(said)) == 403
    assert changed(office) == []


def test_an_event_of_another_workspace_is_refused(office: Office) -> None:
    event = {"type": "app_home_opened", "user": ADA, "tab": "home"}
    body = {"type": "event_callback", "team_id": "T0OTHER", "event_id": "Ev1", "event": event}

    assert office.send(json.dumps(body)) == 403
    assert office.workspace.home(ADA) is None


# --- bodies made to break things ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "action",
    ["run:", "run:x:y", "nothing", "form:all", "home:turn:9", "home:plan:1", "", "🙂" * 80],
)
def test_an_unknown_action_does_nothing(office: Office, action: str) -> None:
    button = {"type": "button", "action_id": action, "block_id": "b", "value": "op-x"}

    assert office.send(interaction_body(pressed(ADA, "", actions=[button]))) in (200, 404)
    assert changed(office) == []
    assert office.operations() == []


@pytest.mark.parametrize(
    "body",
    [
        "{" * 100_000,
        '{"a":' * 50_000 + "1" + "}" * 50_000,
        "payload=" + "%5B" * 100_000,
        "payload=%7B%22type%22%3A1e400%7D",
        '{"type":"event_callback","event":' + "[" * 20_000 + "]" * 20_000 + "}",
    ],
    ids=["braces", "deep objects", "deep lists", "infinity", "deep event"],
)
def test_deep_or_odd_json_is_no_fault_of_ours(office: Office, body: str) -> None:
    assert office.send(body) in (400, 403)
    assert office.operations() == []


@pytest.mark.parametrize("field", ["text", "command", "user_id", "trigger_id", "channel_id"])
@pytest.mark.parametrize("size", [10_000, 900_000])
def test_a_huge_field_is_no_fault_of_ours(office: Office, field: str, size: int) -> None:
    said = "/" + "x" * size if field == "command" else "x" * size

    assert office.send(command_body(**{field: said})) in (200, 400, 404)
    assert changed(office) == []


@pytest.mark.parametrize("field", ["user_id", "trigger_id"])
@pytest.mark.parametrize("said", ["a\x00b", "x" * 501], ids=["NUL", "long"])
def test_an_id_that_is_none_of_slacks_is_kept_nowhere(
    office: Office, field: str, said: str
) -> None:
    assert office.send(command_body(**{field: said})) == 400
    assert office.operations() == []


def test_control_characters_and_lone_surrogates_are_no_fault_of_ours(office: Office) -> None:
    for text in ("customer show \x00", "customer show \ud800".encode("utf-8", "replace").decode(),
                 "customer find \u202e\u2066", "customer edit ben-llc --notes \x1b[2J"):  # fmt: skip
        assert office.send(command_body(text, trigger_id=repr(text))) == 200
    assert office.send(interaction_body(pressed(ADA, '{"command": "\\ud800", "args": {}}'))) == 200
    assert changed(office) == []


# --- our own secrets ------------------------------------------------------------------------------------------------


def test_what_the_bot_is_given_to_prove_itself_is_told_to_nobody(
    office: Office, plan: dict[str, Any], tmp_path: Path
) -> None:
    office.press(plan, "Confirm")
    office.slash("/trunkline help")
    office.send(command_body("whoami"), signature="v0=" + "0" * 64)

    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    sent = json.dumps([str(call) for call in office.workspace.calls])
    for secret in (SECRET, TOKEN):
        assert secret.encode() not in kept
        assert secret not in sent
        assert secret not in json.dumps(office.workspace.ephemerals(ADA))


def test_the_body_of_a_request_that_nobody_signed_is_not_logged(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    body = command_body("a-word-nobody-else-says")

    assert office.send(body, signature="v0=" + "0" * 64) == 401
    assert office.send(command_body("a-word-nobody-else-says", team_id="T0OTHER")) == 403
    said = capfd.readouterr()
    assert "a-word-nobody-else-says" not in said.out + said.err
    assert parse_qs(body)["text"] == ["a-word-nobody-else-says"]

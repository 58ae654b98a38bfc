"""Slack's menus and links: a command chosen anywhere, what is asked of a message, cards under links; and repeats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.surface import EXPLAIN, FIND, RUN
from tests.builders import CHANGES, a_carrier, a_customer
from tests.scenarios.steps import (
    ADA,
    NOC,
    NORA,
    VERA,
    Office,
    an_office,
    interaction_body,
    labels_of,
)

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
FORGE = "https://git.example.com/harbour/config"
AUTH = b"ip:\n  - {id: main, hosts: [203.0.113.7]}\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    customers = {"ben-llc": a_customer(), "kestrel": a_customer("Kestrel Telecom")}
    extra = {"customers/ben-llc/auth.yaml": AUTH}
    files = a_carrier(customers, extra=extra, slack={"links": [FORGE]})
    with an_office(tmp_path, files) as opened:
        yield opened


def posted(office: Office, text: str, user: str = ADA, channel: str = NOC) -> dict[str, Any]:
    """Let somebody write a message, and give it as the channel has it."""
    assert office.workspace.say(user, channel, text).ok
    office.workers.settle()
    return office.workspace.messages(channel)[-1]


def pick(office: Office, command: str, user: str = ADA) -> Any:
    """Use the shortcut for a command and choose one."""
    assert office.workspace.shortcut(user, RUN.id).ok
    office.workers.settle()
    office.workspace.suggest(user, office.view(user), "value", command, block_id="command")
    return office.submit({"command": command}, user)


def test_a_message_is_asked_for_its_customers(office: Office) -> None:
    message = posted(office, "Kestrel Telecom and 203.0.113.7 have no audio")

    assert office.workspace.shortcut(ADA, FIND.id, message).ok
    office.workers.settle()
    told = office.told()
    assert told["text"] == "2 customers in that text"
    assert {"Ben LLC", "Kestrel Telecom"} <= set(labels_of(told))
    assert office.operations() == []


def test_a_message_is_explained(office: Office) -> None:
    message = posted(office, "503 from 203.0.113.7 to +44 20 7946 0018")

    assert office.workspace.shortcut(VERA, EXPLAIN.id, message).ok
    office.workers.settle()
    said = json.dumps(office.told(VERA)["blocks"])
    assert "203.0.113.7" in said
    assert "auth: ip[main].hosts" in said
    assert "nobody's" in said


def test_a_stranger_learns_nothing_from_a_message(office: Office) -> None:
    message = posted(office, "Kestrel Telecom", NORA)

    assert office.workspace.shortcut(NORA, FIND.id, message).ok
    office.workers.settle()
    assert "needs the role viewer" in json.dumps(office.told(NORA))


def test_what_an_app_posted_in_blocks_is_read_too(office: Office) -> None:
    blocks = [{"type": "section", "fields": [{"type": "mrkdwn", "text": "From 203.0.113.7"}]}]
    office.client.chat_postMessage(channel=NOC, text="Alarm", blocks=blocks)
    message = office.workspace.messages(NOC)[-1]

    assert office.workspace.shortcut(ADA, FIND.id, message).ok
    office.workers.settle()
    assert "Ben LLC" in labels_of(office.told())


def test_a_command_is_chosen_anywhere_and_its_answer_stays_in_the_modal(office: Office) -> None:
    assert pick(office, "customer find").ok
    assert office.view()["title"]["text"] == "Find customer"
    assert office.submit({"text": "kestrel"}).ok

    assert "Kestrel Telecom" in json.dumps(office.view()["blocks"])


def test_a_command_that_needs_nothing_runs_at_once(office: Office) -> None:
    assert pick(office, "whoami").ok

    assert "You are Ada Larsen" in json.dumps(office.view()["blocks"])


def test_only_commands_a_person_may_run_are_offered_and_taken(office: Office) -> None:
    assert office.workspace.shortcut(VERA, RUN.id).ok
    office.workers.settle()
    found = office.workspace.suggest(
        VERA, office.view(VERA), "value", "customer", block_id="command"
    )
    names = {option["value"] for option in found.options}
    assert "customer show" in names
    assert "customer add" not in names

    view = office.view(VERA)
    state = {"command": {"value": {"selected_option": {"value": "customer add"}}}}
    forged = {
        "type": "view_submission",
        "team": {"id": "T0CONSOLE"},
        "user": {"id": VERA},
        "trigger_id": "1.2.3",
        "view": {**view, "state": {"values": state}},
    }
    assert office.send(interaction_body(forged)) == 200
    assert office.operations() == []


def test_a_link_to_a_customer_is_shown_as_a_card_that_opens(office: Office) -> None:
    message = posted(office, f"see {FORGE}/blob/main/customers/kestrel/customer.yaml")

    said = json.dumps(message)
    assert "Kestrel Telecom" in said
    assert "channels unlimited" in said


def test_a_link_posted_by_a_stranger_shows_nothing(office: Office) -> None:
    message = posted(office, f"see {FORGE}/customers/kestrel", NORA)

    assert "Kestrel" not in json.dumps(message)


def test_an_event_that_slack_repeats_is_one_event(office: Office) -> None:
    posted(office, f"see {FORGE}/customers/kestrel")
    before = [call for call in office.workspace.calls if call.method == "chat.unfurl"]

    assert office.repeat().ok
    assert [call for call in office.workspace.calls if call.method == "chat.unfurl"] == before


def test_a_change_with_much_to_tell_has_its_details_in_the_thread(office: Office) -> None:
    office.slash(
        "/customer edit ben-llc --channels 1 --cps 2 --daily_spend_limit 3 --debit_limit 4 --tags six "
        "--accounting_id eight --minimum_payment 9 --city Rome --county Lazio --postcode 00100"
    )
    assert office.press(office.told(), "Confirm").ok
    office.outbox().send_due()
    office.outbox().send_due()

    head, *details = office.workspace.messages(CHANGES)
    assert [one["thread_ts"] for one in details] == [head["ts"]]
    assert "accounting_id" in json.dumps(head["blocks"] + details[0]["blocks"])


@pytest.mark.parametrize("actions", [[], None])
def test_an_interaction_without_an_action_is_no_bug(office: Office, actions: Any) -> None:
    body = {
        "type": "block_actions",
        "team": {"id": "T0CONSOLE"},
        "user": {"id": ADA},
        "trigger_id": "1.2.3",
        "actions": actions,
    }

    assert office.send(interaction_body(body)) in (200, 400, 404)

"""Files in Slack: dropped into forms, fetched behind the ack, handed out; and Slack when it is busy or refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.inbox import Request
from bot.people import Identity
from bot.slack.calls import patiently
from bot.slack.listeners import Listeners
from bot.slack.sender import SlackSender
from engine.ports.effects import Effect
from engine.ports.operations import OperationState
from handlers.kit.reply import File, Reply, Table, Text, encode
from tests.builders import a_carrier
from tests.scenarios.steps import ADA, NOC, Office, an_office, labels_of

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
TABLE = "name,currency\nNova Voice,EUR\nOrion Ltd,USD\n".encode("utf-8-sig")
LONG = Reply("Long", tuple(Text(f"{n} " + "y" * 2800) for n in range(6)))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, a_carrier()) as opened:
        yield opened


def handed_in(office: Office, data: bytes, name: str = "new.csv") -> Any:
    """Open the form of the import and hand in a file."""
    assert office.slash("/customer import --form").ok
    uploaded = office.workspace.upload(ADA, name, data)
    return office.submit({"file": [uploaded]})


def test_a_table_handed_in_becomes_customers_in_one_commit(office: Office) -> None:
    assert handed_in(office, TABLE).ok
    plan = office.told()
    assert "nova-voice" in json.dumps(plan["blocks"])

    assert office.press(plan, "Confirm").ok
    assert office.carrier.file("customers/orion-ltd/customer.yaml") is not None
    [operation] = [one for one in office.operations() if one.command == "customer import"]
    assert "Nova" not in json.dumps(dict(operation.args))
    assert "packed" in json.dumps(dict(operation.args))


def test_a_file_path_typed_in_slack_opens_the_form(office: Office) -> None:
    assert office.slash("/customer import --file new.csv").ok

    elements = [block.get("element", {}) for block in office.view()["blocks"]]
    assert [one["filetypes"] for one in elements if one.get("type") == "file_input"]


def test_a_file_that_is_no_text_is_told_with_its_name(office: Office) -> None:
    assert handed_in(office, b"\xff\xfe\x00bad").ok

    assert "new.csv is not UTF-8 text" in json.dumps(office.told())


def test_a_file_too_large_is_told_beside_its_field(office: Office) -> None:
    answer = handed_in(office, b"x" * 5_000_001)

    assert "the most is 5 MB" in answer.errors["file"]


def test_a_file_that_was_deleted_meanwhile_is_told(office: Office) -> None:
    office.workspace.state.faults.refuse("files.info", "file_deleted")
    assert handed_in(office, TABLE).ok

    assert "new.csv is no longer in Slack" in json.dumps(office.told())
    assert office.operations()[0].state is OperationState.REFUSED


def test_a_request_left_by_a_crash_fetches_its_file_again(office: Office) -> None:
    lies_at = office.workspace.upload(ADA, "new.csv", TABLE)
    origin = {"front_end": "slack", "user": ADA, "channel": NOC}
    left = Request(
        command="customer import",
        args={"file": {"name": "new.csv", "lies_at": lies_at}},
        identity=Identity("slack", ADA),
        delivery="slack:action:before-the-crash",
        origin=origin,
    )
    operation, _ = office.carrier.house.inbox.receive(left)

    Listeners(office.carrier.house, SlackSender(office.client), office.workers).runs.run(operation)

    assert "nova-voice" in json.dumps(office.told()["blocks"])
    assert "packed" in json.dumps(dict(office.operations()[0].args))


def test_a_long_table_comes_whole_as_csv_by_direct_message(office: Office) -> None:
    rows = tuple((f"customer-{n}", "=HYPERLINK(1)") for n in range(150))
    reply = Reply("150 customers", (Table(("Name", "Note"), rows),))

    SlackSender(office.client).answer({"user": ADA, "channel": NOC}, reply)

    assert "All of it: 1 file by direct message" in json.dumps(office.told())
    [sent] = office.workspace.messages(ADA)
    [file] = sent["files"]
    assert file["name"] == "150-customers.csv"
    _, _, data = office.workspace.state.files.read(file["id"])
    assert data.count(b"customer-") == 150
    assert b"\n=HYPERLINK" not in data
    assert b",=HYPERLINK" not in data


def test_a_short_file_stands_in_the_message_and_a_long_one_goes_along(office: Office) -> None:
    sender = SlackSender(office.client)
    sender.answer({"user": ADA, "channel": NOC}, Reply("A", (File("a.txt", "A", "one"),)))
    assert office.workspace.messages(ADA) == []

    sender.answer({"user": ADA, "channel": NOC}, Reply("B", (File("b.txt", "B", "x" * 9000),)))
    assert office.workspace.messages(ADA)[-1]["files"][0]["name"] == "b.txt"


def test_a_file_slack_does_not_take_is_told(office: Office) -> None:
    office.workspace.state.faults.refuse(
        "files.getUploadURLExternal", "file_upload_size_restricted"
    )
    reply = Reply("B", (File("b.txt", "B", "x" * 9000),))

    SlackSender(office.client).answer({"user": ADA, "channel": NOC}, reply)

    assert office.told()["text"] == "Slack did not take the file b.txt."


def test_a_busy_slack_is_waited_for_as_long_as_it_asks(office: Office) -> None:
    office.workspace.state.faults.rate_limit("chat.postMessage", times=2, retry_after_s=3)
    waited: list[float] = []

    patiently(lambda: office.client.chat_postMessage(channel=NOC, text="x"), waited.append)

    assert waited == [3, 3]
    assert office.workspace.messages(NOC)[-1]["text"] == "x"


def test_an_answer_whose_blocks_slack_refuses_is_told_in_text(office: Office) -> None:
    office.workspace.state.faults.refuse("chat.postEphemeral", "invalid_blocks")

    SlackSender(office.client).answer({"user": ADA, "channel": NOC}, Reply("It is so."))

    assert office.told()["text"] == "It is so."


def test_an_outbox_that_slack_slows_down_keeps_the_wait_durably(office: Office) -> None:
    office.slash("/customer edit ben-llc --notes hello")
    office.workspace.state.faults.rate_limit("chat.postMessage", retry_after_s=90)

    assert office.outbox().send_due() == 0
    office.carrier.clock.advance(60)
    assert office.outbox().send_due() == 0
    office.carrier.clock.advance(31)
    assert office.outbox().send_due() == 1


def test_a_form_slack_does_not_open_in_time_is_offered_again(office: Office) -> None:
    office.workspace.state.faults.refuse("views.open", "expired_trigger_id")
    assert office.slash("/customer edit ben-llc").ok
    told = office.told()
    assert "three seconds" in json.dumps(told)

    assert labels_of(told) == ["Open the form"]
    assert office.press(told, "Open the form").ok
    assert office.view()["title"]["text"] == "Edit customer"


def posted(office: Office, reply: Reply) -> Effect:
    """A message that waits to be posted to everybody in a channel."""
    effect = Effect(
        id="told",
        operation=None,
        kind="slack.post",
        recipient=f"slack:{NOC}",
        payload={"channel": NOC, "reply": encode(reply)},
        created_at=office.carrier.clock.now(),
    )
    office.carrier.store.effects.record((effect,))
    return effect


def root_of(office: Office) -> dict[str, Any]:
    """The only message in the channel that is not a file."""
    [root] = [one for one in office.workspace.messages(NOC) if not one.get("files")]
    return root


def in_thread(office: Office) -> list[str]:
    """The files in its thread."""
    replies = office.client.conversations_replies(channel=NOC, ts=root_of(office)["ts"])
    return [file["name"] for one in replies["messages"] for file in one.get("files", ())]


def test_what_is_shortened_in_a_channel_is_whole_in_its_thread(office: Office) -> None:
    posted(office, LONG)

    assert office.outbox().send_due() == 1

    root = root_of(office)
    assert "All of it: 1 file in its thread" in json.dumps(root["blocks"])
    assert in_thread(office) == ["long.txt"]


def test_a_file_that_was_lost_after_its_message_comes_later_and_once(office: Office) -> None:
    posted(office, LONG)
    office.workspace.state.faults.refuse("files.completeUploadExternal", "internal_error")

    assert office.outbox().send_due() == 0
    assert in_thread(office) == []
    for _ in range(2):
        office.carrier.clock.advance(60)
        office.outbox().send_due()

    assert in_thread(office) == ["long.txt"]


def test_a_file_whose_answer_was_lost_is_not_shared_again(office: Office) -> None:
    posted(office, LONG)
    office.workspace.state.faults.lose_answer("files.completeUploadExternal")

    assert office.outbox().send_due() == 0
    office.carrier.clock.advance(60)
    assert office.outbox().send_due() == 1

    assert in_thread(office) == ["long.txt"]


def test_a_message_too_long_for_slack_is_halved_and_whole_in_its_thread(office: Office) -> None:
    posted(office, Reply("Long", tuple(Text(f"{n} " + "y" * 2800) for n in range(4))))
    office.workspace.state.faults.refuse("chat.postMessage", "msg_too_long")

    assert office.outbox().send_due() == 1

    root = root_of(office)
    assert "The rest, 2 paragraphs, is too long" in json.dumps(root["blocks"])
    assert in_thread(office) == ["long.txt"]


def test_a_message_whose_blocks_slack_refuses_is_told_and_whole_in_its_thread(
    office: Office,
) -> None:
    posted(office, Reply("So it is", (Text("because"),)))
    office.workspace.state.faults.refuse("chat.postMessage", "invalid_blocks")

    assert office.outbox().send_due() == 1

    root = root_of(office)
    assert root["text"].endswith("All of it: 1 file in its thread.")
    assert in_thread(office) == ["so-it-is.txt"]


def test_what_is_shortened_in_a_modal_comes_by_direct_message(office: Office) -> None:
    office.slash("/customer show ben-llc --form")
    sender = SlackSender(office.client)

    assert sender.answer_in(office.view()["id"], "Long", LONG, user=ADA)

    assert "All of it: 1 file by direct message" in json.dumps(office.view())
    assert office.workspace.messages(ADA)[-1]["files"][0]["name"] == "long.txt"


def test_the_items_of_the_customer_named_are_offered(tmp_path: Path) -> None:
    auth = b"ip:\n  - {id: london, hosts: [203.0.113.7]}\n  - {id: paris, hosts: [203.0.113.8]}\n"
    files = a_carrier(extra={"customers/ben-llc/auth.yaml": auth}, slack={"commands": ["auth"]})
    with an_office(tmp_path, files) as office:
        assert office.slash("/auth ip remove ben-llc --form").ok
        found = office.workspace.suggest(ADA, office.view(), "value", "par", block_id="record")

        assert [option["value"] for option in found.options] == ["paris"]

"""What the page asks for: pages of a channel, threads, reactions, faults to order."""

from __future__ import annotations

import pytest

from bot.console.actions import PAGE, Actions
from bot.console.model import SlackError
from bot.console.server import Console
from tests.bot.console.shop import ADA, BEN

OPS = "C0OPS"


@pytest.fixture
def actions(console: Console) -> Actions:
    return Actions(console.workspace, lambda *_: ())


def fill(console: Console, count: int) -> None:
    for number in range(count):
        console.workspace.say(BEN.id, OPS, f"message {number}")


def test_a_long_channel_is_shown_page_by_page(actions: Actions, console: Console) -> None:
    fill(console, PAGE + 5)

    first = actions.state(ADA.id)["messages"][OPS]
    body = {"user": ADA.id, "channel": OPS, "before": first[0]["ts"]}
    second = actions.run("older", body)["messages"]

    assert (len(first), first[-1]["text"]) == (PAGE, f"message {PAGE + 4}")
    assert [message["text"] for message in second] == [f"message {number}" for number in range(5)]


def test_what_is_unread_counts_more_than_is_shown(actions: Actions, console: Console) -> None:
    fill(console, PAGE + 5)

    shown = actions.state(ADA.id)
    assert shown["unread"][OPS] == PAGE + 5
    newest = shown["messages"][OPS][-1]["ts"]
    actions.run("read", {"user": ADA.id, "channel": OPS, "ts": newest})
    assert actions.state(ADA.id)["unread"][OPS] == 0


def test_a_thread_is_fetched_when_it_is_opened(actions: Actions, console: Console) -> None:
    console.workspace.say(BEN.id, OPS, "root")
    [root] = console.workspace.messages(OPS)
    console.workspace.say(ADA.id, OPS, "reply", thread_ts=root["ts"])

    thread = actions.run("thread", {"user": ADA.id, "channel": OPS, "ts": root["ts"]})

    assert [message["text"] for message in thread["messages"]] == ["reply"]
    assert [m["text"] for m in actions.state(ADA.id)["messages"][OPS]] == ["root"]


def test_nobody_pages_through_somebody_elses_direct_message(
    actions: Actions, console: Console
) -> None:
    direct = console.workspace.state.conversations.direct([BEN.id])["id"]

    with pytest.raises(SlackError, match="channel_not_found"):
        actions.run("older", {"user": ADA.id, "channel": direct, "before": "9"})


def test_a_reaction_is_taken_back_by_giving_it_again(actions: Actions, console: Console) -> None:
    console.workspace.say(BEN.id, OPS, "done")
    [message] = console.workspace.messages(OPS)
    body = {"user": ADA.id, "channel": OPS, "ts": message["ts"], "name": "eyes"}

    actions.run("react", body)
    [reacted] = console.workspace.messages(OPS)
    actions.run("react", body)
    [bare] = console.workspace.messages(OPS)

    assert reacted["reactions"] == [{"name": "eyes", "users": [ADA.id], "count": 1}]
    assert bare["reactions"] == []


def test_a_file_is_said_with_a_message(actions: Actions, console: Console) -> None:
    file = actions.upload(ADA.id, "rates.csv", b"a,b\n")
    actions.run("say", {"user": ADA.id, "channel": OPS, "text": "", "files": [file["id"]]})

    [message] = console.workspace.messages(OPS)
    assert message["files"] == [file]


def test_a_fault_is_ordered_for_the_next_call(actions: Actions, console: Console) -> None:
    order = {"method": "views.open", "kind": "rate_limit", "seconds": 9}
    actions.run("fault", {"user": ADA.id, **order})

    assert console.workspace.state.faults.take("views.open").retry_after_s == 9
    with pytest.raises(ValueError, match="no fault is called 'rain'"):
        actions.run("fault", {"user": ADA.id, "method": "views.open", "kind": "rain"})

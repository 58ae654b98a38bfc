"""Messages that go: a thread keeps its place, and counts what is left."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.console.server import Console
from tests.bot.console.shop import ADA
from tests.bot.console.shop_app import TOKEN

OPS = "C0OPS"


def a_thread(console: Console, client: WebClient) -> tuple[str, str]:
    root = str(client.chat_postMessage(channel=OPS, text="root")["ts"])
    reply = str(client.chat_postMessage(channel=OPS, text="reply", thread_ts=root)["ts"])
    console.workspace.say(ADA.id, OPS, "mine", thread_ts=root)
    return root, reply


def test_a_deleted_root_leaves_a_tombstone_over_its_thread(console: Console) -> None:
    client = WebClient(token=TOKEN, base_url=console.api_url)
    root, _ = a_thread(console, client)

    client.chat_delete(channel=OPS, ts=root)

    tombstone = console.workspace.messages(OPS)[0]
    assert (tombstone["subtype"], tombstone["reply_count"]) == ("tombstone", 2)
    assert "blocks" not in tombstone
    assert len(client.conversations_replies(channel=OPS, ts=root)["messages"]) == 3


def test_a_deleted_reply_is_counted_no_more(console: Console) -> None:
    client = WebClient(token=TOKEN, base_url=console.api_url)
    root, reply = a_thread(console, client)

    client.chat_delete(channel=OPS, ts=reply)

    [message] = client.conversations_history(channel=OPS)["messages"]
    assert (message["ts"], message["reply_count"]) == (root, 1)
    assert message["reply_users"] == [ADA.id]

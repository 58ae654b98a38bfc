"""Links people post: what the app hears of them, and what it may hang on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.console.server import Console
from tests.bot.console.shop import ADA, open_shop
from tests.bot.console.shop_app import TOKEN

OPS = "C0OPS"
ORDER = "https://shop.example/orders/ORD-1"
PREVIEW = {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*ORD-1*"}}]}


@pytest.fixture
def console() -> Iterator[Console]:
    with open_shop(events=("link_shared",), unfurl_domains=("shop.example",)) as running:
        yield running


@pytest.fixture
def client(console: Console) -> WebClient:
    return WebClient(token=TOKEN, base_url=console.api_url, retry_handlers=[])


def told(console: Console) -> list[dict[str, Any]]:
    events = [sent.payload.get("event", {}) for sent in console.workspace.sent]
    return [event for event in events if event.get("type") == "link_shared"]


def error_of(client: WebClient, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.chat_unfurl(**arguments)
    return str(caught.value.response["error"])


def test_a_link_to_a_registered_domain_is_told_with_where_it_stands(console: Console) -> None:
    text = f"see {ORDER}?a=1&b=2 and https://www.shop.example/ and https://other.example/x"

    console.workspace.say(ADA.id, OPS, text)

    [message] = console.workspace.messages(OPS)
    event = told(console)[0]
    assert event["links"] == [
        {"url": f"{ORDER}?a=1&b=2", "domain": "shop.example"},
        {"url": "https://www.shop.example/", "domain": "shop.example"},
    ]
    assert (event["channel"], event["message_ts"]) == (OPS, message["ts"])
    assert (event["source"], event["is_bot_user_member"]) == ("conversations_history", True)


@pytest.mark.parametrize(
    "text", ["https://shop.example.evil.example/", "https://notshop.example/", "shop.example"]
)
def test_another_domain_is_not_told(console: Console, text: str) -> None:
    console.workspace.say(ADA.id, OPS, text)

    assert not told(console)


def test_the_apps_own_links_are_not_told(console: Console, client: WebClient) -> None:
    client.chat_postMessage(channel=OPS, text=f"<{ORDER}>")

    assert not told(console)


def test_a_preview_hangs_on_the_message_and_a_second_one_replaces_it(
    console: Console, client: WebClient
) -> None:
    console.workspace.say(ADA.id, OPS, ORDER)
    [message] = console.workspace.messages(OPS)

    client.chat_unfurl(channel=OPS, ts=message["ts"], unfurls={ORDER: {"text": "old"}})
    client.chat_unfurl(channel=OPS, ts=message["ts"], unfurls={ORDER: PREVIEW})

    [message] = console.workspace.messages(OPS)
    [attachment] = message["attachments"]
    assert (attachment["from_url"], attachment["is_app_unfurl"]) == (ORDER, True)
    assert attachment["blocks"][0]["text"]["text"] == "*ORD-1*"
    assert message["text"] == f"<{ORDER}>"


def test_the_event_names_an_id_that_unfurls_as_well(console: Console, client: WebClient) -> None:
    console.workspace.say(ADA.id, "C0QUIET", ORDER)
    [event] = told(console)
    by_id = {"unfurl_id": event["unfurl_id"], "source": event["source"]}

    assert not event["is_bot_user_member"]
    assert client.chat_unfurl(**by_id, unfurls={ORDER: PREVIEW})["ok"]


@pytest.mark.bad_payloads
def test_what_slack_does_not_unfurl_is_refused(console: Console, client: WebClient) -> None:
    console.workspace.say(ADA.id, OPS, ORDER)
    console.workspace.say(ADA.id, OPS, "no link")
    linked, plain = console.workspace.messages(OPS)
    here = {"channel": OPS, "ts": linked["ts"]}
    bad = {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]}

    assert error_of(client, **here, unfurls={}) == "invalid_unfurls_format"
    assert error_of(client, **here, unfurls={f"{ORDER}0": PREVIEW}) == "cannot_unfurl_url"
    assert error_of(client, **here, unfurls={ORDER: bad}) == "cannot_parse_attachment"
    assert error_of(client, **here, unfurls={ORDER: {}}) == "cannot_parse_attachment"
    elsewhere = {"channel": OPS, "ts": plain["ts"]}
    assert error_of(client, **elsewhere, unfurls={ORDER: PREVIEW}) == "cannot_unfurl_message"
    stranger = {"unfurl_id": "x", "source": "conversations_history"}
    assert error_of(client, **stranger, unfurls={ORDER: PREVIEW}) == "invalid_unfurl_id"
    composer = {"unfurl_id": "x", "source": "composer"}
    assert error_of(client, **composer, unfurls={ORDER: PREVIEW}) == "invalid_source"
    assert {f.where for f in console.workspace.findings} == {"chat.unfurl"}

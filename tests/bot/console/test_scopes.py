"""A token with scopes: what it may call and what its app hears of."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.console.methods import METHODS
from bot.console.scopes import NEEDED
from tests.bot.console.shop import ADA, open_shop
from tests.bot.console.shop_app import TOKEN

SCOPELESS = {
    "apps.connections.open",
    "auth.test",
    "views.open",
    "views.publish",
    "views.push",
    "views.update",
}


def test_every_method_has_its_scope_or_needs_none() -> None:
    assert METHODS.keys() - NEEDED.keys() == SCOPELESS | {"chat.getPermalink"}


def test_a_method_without_its_scope_is_refused_and_says_which() -> None:
    with open_shop(scopes=["chat:write", "files:read"]) as console:
        client = WebClient(token=TOKEN, base_url=console.api_url, retry_handlers=[])

        assert client.chat_postMessage(channel="C0OPS", text="x")["ok"]
        with pytest.raises(SlackApiError) as caught:
            client.files_getUploadURLExternal(filename="a", length=1)

    answer = caught.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "files:write")
    assert answer["provided"] == "chat:write,files:read"


def test_an_event_without_its_scope_is_not_delivered() -> None:
    with open_shop(events=("app_mention",), scopes=["chat:write"]) as console:
        console.workspace.say(ADA.id, "C0OPS", "@shopkeeper hello")

        assert not console.workspace.sent

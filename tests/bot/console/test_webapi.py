"""The Web API double through the real SDK: answers, error codes, limits, faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import RemoteDisconnected
from typing import Any

import httpx2
import pytest
from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError

from adapters.memory.clock import FrozenClock
from bot.console.server import Console
from tests.bot.console.shop import ADA, BEN, CHANNELS
from tests.bot.console.shop_app import SECRET, TOKEN

OPS = "C0OPS"


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.fixture
def console(clock: FrozenClock) -> Iterator[Console]:
    made = Console(
        [ADA, BEN], channels=CHANNELS, signing_secret=SECRET, bot_token=TOKEN, now=clock.now
    )
    made.start_api()
    yield made
    made.stop()


@pytest.fixture
def client(console: Console) -> WebClient:
    return WebClient(token=TOKEN, base_url=console.api_url, retry_handlers=[])


def error_of(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def a_trigger(console: Console) -> str:
    return console.workspace.state.tickets.trigger(ADA.id)


def a_modal(**more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [], **more}


def test_says_who_the_app_is(client: WebClient) -> None:
    answer = client.auth_test()

    assert (answer["user_id"], answer["bot_id"]) == ("U0CONSOLE", "B0CONSOLE")


def test_a_wrong_token_is_refused(console: Console) -> None:
    stranger = WebClient(token="xoxb-other", base_url=console.api_url)

    assert error_of(stranger.auth_test) == "invalid_auth"
    assert httpx2.post(console.api_url + "auth.test").json()["error"] == "not_authed"


def test_takes_get_forms_and_json(console: Console) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    url = console.api_url + "users.info"

    answers = [
        httpx2.get(url, params={"user": ADA.id}, headers=headers),
        httpx2.post(url, data={"user": ADA.id, "token": TOKEN}),
        httpx2.post(url, json={"user": ADA.id}, headers=headers),
    ]

    assert [answer.json()["user"]["name"] for answer in answers] == ["ada", "ada", "ada"]


@pytest.mark.bad_payloads
def test_an_unknown_method_is_told(client: WebClient) -> None:
    assert error_of(client.api_call, api_method="chat.shout") == "unknown_method"


def test_finds_people(client: WebClient) -> None:
    assert client.users_lookupByEmail(email="BEN@shop.example")["user"]["id"] == BEN.id
    assert error_of(client.users_lookupByEmail, email="x@y.example") == "users_not_found"
    assert error_of(client.users_info, user="U0NOBODY") == "user_not_found"
    assert len(client.users_list()["members"]) == 3


def test_posts_updates_and_deletes(client: WebClient, console: Console) -> None:
    posted = client.chat_postMessage(channel="#ops", text="one", blocks=[section("one")])
    ts = posted["ts"]
    client.chat_update(channel=OPS, ts=ts, text="two")

    [message] = console.workspace.messages(OPS)
    assert message["text"] == "two"
    assert "blocks" not in message
    client.chat_delete(channel=OPS, ts=ts)
    assert not console.workspace.messages(OPS)


def section(value: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": value}}


@pytest.mark.bad_payloads
def test_refuses_what_slack_refuses(client: WebClient, console: Console) -> None:
    theirs = console.workspace.state.conversations.post(OPS, user=ADA.id, content={"text": "x"})
    post, update = client.chat_postMessage, client.chat_update

    assert error_of(post, channel="C0NONE", text="x") == "channel_not_found"
    assert error_of(post, channel="C0QUIET", text="x") == "not_in_channel"
    empty = {"channel": OPS, "text": ""}
    assert error_of(client.api_call, api_method="chat.postMessage", json=empty) == "no_text"
    assert error_of(post, channel=OPS, text="x" * 40_001) == "msg_too_long"
    assert error_of(post, channel=OPS, text="x", blocks="{") == "invalid_blocks_format"
    assert error_of(post, channel=OPS, text="x", metadata={"a": 1}) == "invalid_metadata_format"
    assert error_of(post, channel=OPS, text="x", thread_ts="1.1") == "thread_not_found"
    assert error_of(update, channel=OPS, ts=theirs["ts"], text="x") == "cant_update_message"
    assert error_of(update, channel=OPS, ts="1.1", text="x") == "message_not_found"
    whisper = {"channel": OPS, "user": "U0NOBODY", "text": "x"}
    assert error_of(client.chat_postEphemeral, **whisper) == "user_not_in_channel"


@pytest.mark.bad_payloads
def test_bad_blocks_are_answered_with_their_pointers_and_logged(
    client: WebClient, console: Console
) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=OPS, text="x", blocks=[section("")])

    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    ]
    [finding] = console.workspace.findings
    assert finding.where == "chat.postMessage"
    assert console.workspace.calls[-1].findings == (finding,)


def test_a_user_id_leads_to_the_direct_message(client: WebClient, console: Console) -> None:
    opened = client.conversations_open(users=ADA.id)["channel"]["id"]

    assert client.chat_postMessage(channel=ADA.id, text="psst")["channel"] == opened
    assert [m["text"] for m in console.workspace.messages(ADA.id)] == ["psst"]


def test_history_pages_and_shows_metadata_when_asked(client: WebClient) -> None:
    for number in range(5):
        metadata = {"event_type": "n", "event_payload": {"n": number}}
        root = client.chat_postMessage(channel=OPS, text=str(number), metadata=metadata)
    client.chat_postMessage(channel=OPS, text="reply", thread_ts=root["ts"])

    pages = [page["messages"] for page in client.conversations_history(channel=OPS, limit=2)]
    texts = [[message["text"] for message in page] for page in pages]
    shown = client.conversations_history(channel=OPS, limit=1, include_all_metadata=True)
    thread = client.conversations_replies(channel=OPS, ts=root["ts"])

    assert texts == [["4", "3"], ["2", "1"], ["0"]]
    assert "metadata" not in pages[0][0]
    assert shown["messages"][0]["metadata"]["event_payload"] == {"n": 4}
    assert [m["text"] for m in thread["messages"]] == ["4", "reply"]
    after = client.conversations_history(channel=OPS, oldest=root["ts"], inclusive=True)
    assert [m["text"] for m in after["messages"]] == ["4"]


def test_lists_channels_by_kind(client: WebClient) -> None:
    names = [c["name"] for c in client.conversations_list()["channels"]]
    direct = client.conversations_list(types="im")["channels"]

    assert names == ["ops", "quiet"]
    assert [c["user"] for c in direct] == [ADA.id, BEN.id]
    assert error_of(client.conversations_list, types="rooms") == "invalid_types"


def test_a_trigger_opens_one_modal_within_three_seconds(
    client: WebClient, console: Console, clock: FrozenClock
) -> None:
    late, once = a_trigger(console), a_trigger(console)
    client.views_open(trigger_id=once, view=a_modal())

    assert error_of(client.views_open, trigger_id=once, view=a_modal()) == "exchanged_trigger_id"
    assert error_of(client.views_open, trigger_id="no", view=a_modal()) == "invalid_trigger_id"
    clock.advance(3.1)
    assert error_of(client.views_open, trigger_id=late, view=a_modal()) == "expired_trigger_id"


def test_views_stack_three_high_and_guard_their_hash(client: WebClient, console: Console) -> None:
    first = client.views_open(trigger_id=a_trigger(console), view=a_modal())["view"]
    client.views_push(trigger_id=a_trigger(console), view=a_modal())
    client.views_push(trigger_id=a_trigger(console), view=a_modal())

    pushed = {"trigger_id": a_trigger(console), "view": a_modal()}
    assert error_of(client.views_push, **pushed) == "push_limit_reached"
    changed = {"view_id": first["id"], "view": a_modal(callback_id="b")}
    assert client.views_update(**changed, hash=first["hash"])["view"]["id"] == first["id"]
    assert error_of(client.views_update, **changed, hash=first["hash"]) == "hash_conflict"
    assert error_of(client.views_update, view_id="V0", view=a_modal()) == "not_found"


@pytest.mark.bad_payloads
def test_a_bad_view_is_refused_before_its_trigger_is_used(
    client: WebClient, console: Console
) -> None:
    trigger = a_trigger(console)
    title = {"type": "plain_text", "text": "x" * 25}

    refused = {"trigger_id": trigger, "view": a_modal(title=title)}
    assert error_of(client.views_open, **refused) == "invalid_arguments"
    large = {"trigger_id": trigger, "view": a_modal(callback_id="x" * 250_000)}
    assert error_of(client.views_open, **large) == "view_too_large"
    assert client.views_open(trigger_id=trigger, view=a_modal())["ok"]


def test_a_home_tab_is_published(client: WebClient, console: Console) -> None:
    home = {"type": "home", "blocks": [section("hello")]}
    first = client.views_publish(user_id=ADA.id, view=home)["view"]

    assert client.views_publish(user_id=ADA.id, view=home, hash=first["hash"])["ok"]
    stale = {"user_id": ADA.id, "view": home, "hash": first["hash"]}
    assert error_of(client.views_publish, **stale) == "hash_conflict"
    assert console.workspace.home(ADA.id) is not None


def test_files_are_shared_and_can_be_fetched_with_the_token(
    client: WebClient, console: Console
) -> None:
    client.files_upload_v2(channel=OPS, filename="a.csv", content="x,y\n", initial_comment="see")

    [message] = console.workspace.messages(OPS)
    [file] = message["files"]
    url = file["url_private_download"]
    fetched = httpx2.get(url, headers={"Authorization": f"Bearer {TOKEN}"})
    assert (message["text"], fetched.text) == ("see", "x,y\n")
    assert error_of(client.files_info, file="F0") == "file_not_found"


def test_a_file_without_the_token_is_a_page_to_sign_in(client: WebClient) -> None:
    client.files_upload_v2(channel=OPS, filename="a b.csv", content="x,y\n")
    [message] = client.conversations_history(channel=OPS)["messages"]
    url = message["files"][0]["url_private"]

    assert url.endswith("/a%20b.csv")
    stranger = httpx2.get(url, follow_redirects=True)
    assert (stranger.status_code, stranger.headers["content-type"]) == (
        200,
        "text/html; charset=utf-8",
    )
    assert "x,y" not in stranger.text


def test_a_file_is_there_once_its_bytes_came_and_it_was_completed(client: WebClient) -> None:
    reserved = client.files_getUploadURLExternal(filename="a.csv", length=4)
    name, url = reserved["file_id"], reserved["upload_url"]
    complete = client.files_completeUploadExternal

    assert error_of(complete, files=[{"id": name}]) == "file_not_found"
    assert httpx2.post(url, content=b"x,y").status_code == 400
    assert httpx2.post(url, content=b"x,y\n").text == "OK - 4"
    assert error_of(client.files_info, file=name) == "file_not_found"
    assert complete(files=[{"id": name, "title": "Rates"}])["files"][0]["title"] == "Rates"
    assert client.files_info(file=name)["file"]["size"] == 4
    assert error_of(complete, files=[{"id": name}]) == "file_update_failed"


def test_files_are_shared_where_the_app_is_and_as_one_message(
    client: WebClient, console: Console
) -> None:
    uploads = [{"file": None, "content": "x", "filename": f"{name}.csv"} for name in "ab"]
    client.files_upload_v2(channel=OPS, file_uploads=uploads)

    [message] = console.workspace.messages(OPS)
    assert [file["name"] for file in message["files"]] == ["a.csv", "b.csv"]
    reserve, complete = client.files_getUploadURLExternal, client.files_completeUploadExternal
    name = reserve(filename="c", length=1)["file_id"]
    shared = {"files": [{"id": name}]}
    assert error_of(complete, **shared, channel_id="C0QUIET") == "not_in_channel"
    assert error_of(complete, **shared, channel_id="#ops") == "channel_not_found"
    assert error_of(complete, files=[]) == "invalid_arguments"
    assert error_of(reserve, filename="c", length=0) == "invalid_arguments"
    too_long = {"filename": "c", "length": 1, "alt_txt": "x" * 1001}
    assert error_of(reserve, **too_long) == "alt_txt_too_large"


def test_a_response_url_works_five_times(console: Console) -> None:
    hook = WebhookClient(a_response_url(console), retry_handlers=[])

    codes = [hook.send(text=f"{number}").status_code for number in range(6)]

    assert codes == [200] * 5 + [404]
    assert len(console.workspace.ephemerals(ADA.id)) == 5


def test_a_response_url_lives_half_an_hour(console: Console, clock: FrozenClock) -> None:
    hook = WebhookClient(a_response_url(console))
    clock.advance(30 * 60 + 1)

    assert hook.send(text="late").status_code == 404


def test_a_response_url_replaces_and_deletes_what_was_pressed(console: Console) -> None:
    workspace = console.workspace
    whisper = workspace.state.conversations.whisper(OPS, ADA.id, {"text": "plan"})
    hook = WebhookClient(a_response_url(console, original=whisper["ts"]))

    hook.send(text="done", replace_original=True)
    assert [m["text"] for m in workspace.ephemerals(ADA.id)] == ["done"]
    hook.send(delete_original=True)
    assert not workspace.ephemerals(ADA.id)


def a_response_url(console: Console, original: str | None = None) -> str:
    from bot.console.tickets import ResponseURL

    state = console.workspace.state
    url = ResponseURL(
        ADA.id, OPS, state.seconds(), original=original, original_is_ephemeral=original is not None
    )
    return f"{state.files.base_url}/response/{state.tickets.response_url(url)}"


def test_a_rate_limit_can_be_ordered(client: WebClient, console: Console) -> None:
    console.workspace.state.faults.rate_limit("chat.postMessage", retry_after_s=7)

    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=OPS, text="x")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["retry-after"] == "7"
    assert client.chat_postMessage(channel=OPS, text="x")["ok"]
    assert [call.status for call in console.workspace.calls] == [429, 200]


def test_a_refusal_can_be_ordered(client: WebClient, console: Console) -> None:
    console.workspace.state.faults.refuse("chat.update", "update_failed")

    assert error_of(client.chat_update, channel=OPS, ts="1.1", text="x") == "update_failed"


def test_an_answer_can_be_lost_after_the_work_was_done(client: WebClient, console: Console) -> None:
    console.workspace.state.faults.lose_answer("chat.postMessage")

    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        client.chat_postMessage(channel=OPS, text="x")

    assert [m["text"] for m in console.workspace.messages(OPS)] == ["x"]


def test_a_response_url_can_be_limited_too(console: Console) -> None:
    console.workspace.state.faults.rate_limit("response_url", retry_after_s=3)
    hook = WebhookClient(a_response_url(console), retry_handlers=[])

    limited, taken = hook.send(text="x"), hook.send(text="x")

    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3")
    assert taken.status_code == 200


def test_an_external_id_belongs_to_one_open_view(client: WebClient, console: Console) -> None:
    client.views_publish(user_id=ADA.id, view={"type": "home", "blocks": [], "external_id": "one"})
    modal = a_modal(external_id="one")
    two = client.views_open(trigger_id=a_trigger(console), view=a_modal(external_id="two"))["view"]

    assert (
        error_of(client.views_open, trigger_id=a_trigger(console), view=modal)
        == "duplicate_external_id"
    )
    assert error_of(client.views_update, view_id=two["id"], view=modal) == "duplicate_external_id"
    assert client.views_update(external_id="two", view=a_modal(external_id="two"))["ok"]


def test_a_reaction_is_taken_back_once(client: WebClient, console: Console) -> None:
    ts = client.chat_postMessage(channel=OPS, text="x")["ts"]
    at = {"channel": OPS, "timestamp": ts, "name": "eyes"}

    client.reactions_add(**at)
    client.reactions_remove(**at)

    assert error_of(client.reactions_remove, **at) == "no_reaction"
    assert console.workspace.messages(OPS)[0]["reactions"] == []


def test_large_metadata_and_markdown_beside_text_are_refused(client: WebClient) -> None:
    large = {"event_type": "n", "event_payload": {"text": "x" * 8000}}

    assert error_of(client.chat_postMessage, channel=OPS, text="x", metadata=large) == (
        "metadata_too_large"
    )
    both = {"channel": OPS, "text": "x", "markdown_text": "y"}
    assert error_of(client.api_call, api_method="chat.postMessage", json=both) == (
        "markdown_text_conflict"
    )

"""Slack's end of Socket Mode, met by a client that is not ours."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from websocket import ABNF, WebSocket, WebSocketBadStatusException, create_connection

from bot.console.sockets import Sockets, envelope

COMMAND = {"command": "/x", "text": ""}


@pytest.fixture
def sockets() -> Iterator[Sockets]:
    made = Sockets("A0CONSOLE")
    yield made
    made.stop()


@pytest.fixture
def connect() -> Iterator[Callable[[str], WebSocket]]:
    """Open a connection that is closed after the test."""
    with ExitStack() as opened:

        def to(url: str) -> WebSocket:
            link = create_connection(url, timeout=5)
            opened.callback(link.shutdown)
            return link

        yield to


@pytest.fixture
def link(sockets: Sockets, connect: Callable[[str], WebSocket]) -> WebSocket:
    """A connection that Slack has greeted."""
    made = connect(sockets.open_url())
    assert json.loads(made.recv())["type"] == "hello"
    assert sockets.wait_connected()
    return made


def delivered(sockets: Sockets, link: WebSocket, answer: dict[str, Any]) -> tuple[str, Any]:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(sockets.deliver, envelope(COMMAND, {}), within_s=5)
        named = json.loads(link.recv())["envelope_id"]
        link.send(json.dumps({"envelope_id": named, **answer}))
        return asked.result(5)


def test_an_envelope_is_answered_by_its_acknowledgement(sockets: Sockets, link: WebSocket) -> None:
    assert delivered(sockets, link, {"payload": {"text": "hi"}}) == ("", {"text": "hi"})
    assert delivered(sockets, link, {}) == ("", None)


def test_an_address_is_good_for_one_connection(
    sockets: Sockets, connect: Callable[[str], WebSocket]
) -> None:
    url = sockets.open_url()
    connect(url)

    for again in (url, f"ws://127.0.0.1:{sockets.port}/link/?ticket=guessed"):
        with pytest.raises(WebSocketBadStatusException, match="403"):
            connect(again)


def test_what_is_no_websocket_is_hung_up_on(sockets: Sockets) -> None:
    with socket.create_connection(("127.0.0.1", sockets.port), timeout=5) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert plain.recv(100) == b""


def test_without_a_connection_nothing_can_be_delivered(sockets: Sockets) -> None:
    assert sockets.deliver(envelope(COMMAND, {}), within_s=5) == ("dispatch_failed", None)


def test_a_connection_that_ends_before_the_acknowledgement_fails_the_request(
    sockets: Sockets, link: WebSocket
) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(sockets.deliver, envelope(COMMAND, {}), within_s=5)
        link.recv()
        link.close()
        assert asked.result(5) == ("dispatch_failed", None)


@pytest.mark.usefixtures("link")
def test_an_acknowledgement_that_does_not_come_is_a_timeout(sockets: Sockets) -> None:
    assert sockets.deliver(envelope(COMMAND, {}), within_s=0.02) == ("operation_timeout", None)


def test_pings_are_answered_until_the_connection_plays_dead(
    sockets: Sockets, link: WebSocket
) -> None:
    link.ping("there?")
    assert link.recv_data(control_frame=True) == (ABNF.OPCODE_PONG, b"there?")

    sockets.fall_silent()
    link.ping("there?")
    link.settimeout(0.05)
    with pytest.raises(TimeoutError):
        link.sock.recv(1)


def test_a_refresh_leaves_the_old_connection_open_for_what_is_in_hand(
    sockets: Sockets, link: WebSocket
) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(sockets.deliver, envelope(COMMAND, {}), within_s=5)
        named = json.loads(link.recv())["envelope_id"]
        sockets.refresh()
        assert json.loads(link.recv())["type"] == "disconnect"
        link.send(json.dumps({"envelope_id": named}))
        assert asked.result(5) == ("", None)


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (COMMAND, "slash_commands"),
        ({"type": "event_callback"}, "events_api"),
        ({"type": "view_submission"}, "interactive"),
    ],
)
def test_an_envelope_says_what_is_in_it(payload: dict[str, str], kind: str) -> None:
    wrapped = envelope(payload, {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "timeout"})

    assert (wrapped["type"], wrapped["payload"]) == (kind, payload)
    assert (wrapped["retry_attempt"], wrapped["retry_reason"]) == (1, "timeout")


def test_frames_of_all_lengths_come_whole(sockets: Sockets, link: WebSocket) -> None:
    for length in (0, 125, 126, 65_535, 65_536, 300_000):
        said = "x" * length
        assert delivered(sockets, link, {"payload": {"text": said}}) == ("", {"text": said})


def test_a_message_in_several_frames_is_one(sockets: Sockets, link: WebSocket) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(sockets.deliver, envelope(COMMAND, {}), within_s=5)
        said = json.dumps({"envelope_id": json.loads(link.recv())["envelope_id"]})
        link.send_frame(ABNF.create_frame(said[:5], ABNF.OPCODE_TEXT, 0))
        link.send_frame(ABNF.create_frame(said[5:].encode(), ABNF.OPCODE_CONT, 1))
        assert asked.result(5) == ("", None)

"""The connection to Slack: what it survives, and what it never loses."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from slack_bolt import App, BoltResponse
from slack_bolt.context.ack import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.console.model import Channel, Outcome, Person, SlashCommand
from bot.console.server import Console
from bot.slack.socket_mode import SocketMode
from bot.workers import Precedence

APP, BOT = "xapp-test", "xoxb-test"


@dataclass
class Line:
    """A console, and an app that is connected to it; what it is told to hold it acknowledges when let go."""

    console: Console
    door: SocketMode
    taken: list[str] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def say(self, text: str = "") -> Outcome:
        return self.console.workspace.slash("U0ADA001", "C0NOC", f"/x {text}")

    def command(self, ack: Ack, text: str) -> BoltResponse:
        self.taken.append(text)
        if text == "hold":
            self.begun.set()
            assert self.let_go.wait(5)
        return ack(f"You said {text}")


@pytest.fixture
def line() -> Iterator[Line]:
    console = Console(
        [Person(id="U0ADA001", name="ada", real_name="Ada Larsen")],
        channels=[Channel(id="C0NOC", name="noc")],
        signing_secret="unused",
        bot_token=BOT,
        app_token=APP,
        now=lambda: datetime(2026, 11, 23, tzinfo=UTC),
        commands=[SlashCommand("/x", "Anything", "")],
    )
    console.start_api()
    app = App(
        client=WebClient(token=BOT, base_url=console.api_url),
        signing_secret="unused",
        process_before_response=True,
    )
    client = WebClient(token=APP, base_url=console.api_url, retry_handlers=[])
    made = Line(console, SocketMode(app, client, Precedence(), beat_s=0.05))
    app.command("/x")(lambda ack, command: made.command(ack, command["text"]))
    made.door.start()
    assert console.sockets.wait_connected()
    yield made
    made.let_go.set()
    made.door.stop()
    console.stop()


def test_a_command_is_answered_over_the_socket(line: Line) -> None:
    assert line.say("hello").ok

    assert line.console.workspace.ephemerals("U0ADA001")[-1]["text"] == "You said hello"


def test_many_commands_at_once_are_all_answered(line: Line) -> None:
    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(line.say, map(str, range(60))))

    assert all(outcome.ok for outcome in outcomes)
    assert sorted(line.taken, key=int) == [str(number) for number in range(60)]


@pytest.mark.parametrize("how", ["drop", "fall_silent", "refresh"])
def test_a_connection_that_is_gone_is_replaced_by_one(line: Line, how: str) -> None:
    before = line.console.sockets.urls_given

    getattr(line.console.sockets, how)()
    assert line.console.sockets.wait_connected()

    assert line.say("again").ok
    assert line.console.sockets.urls_given == before + 1


def test_what_is_in_hand_is_acknowledged_though_slack_asks_for_a_new_connection(line: Line) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(line.say, "hold")
        assert line.begun.wait(5)
        line.console.sockets.refresh()
        assert line.console.sockets.wait_connected()
        assert line.say("meanwhile").ok
        line.let_go.set()
        assert asked.result(5).ok


def test_what_is_in_hand_when_the_network_fails_is_not_acknowledged_and_comes_again(
    line: Line,
) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(line.say, "hold")
        assert line.begun.wait(5)
        line.console.sockets.drop()
        assert asked.result(5).error == "dispatch_failed"
        assert line.console.sockets.wait_connected()
        line.let_go.set()

    assert line.console.workspace.repeat_last().ok
    assert line.taken == ["hold", "hold"]


def test_slack_that_does_not_let_us_in_is_asked_again(line: Line) -> None:
    line.console.workspace.state.faults.refuse("apps.connections.open", "internal_error", times=2)

    line.console.sockets.drop()
    assert line.console.sockets.wait_connected()
    assert line.say("again").ok


def test_a_refused_request_is_not_acknowledged(line: Line) -> None:
    foreign = {"type": "interactive", "payload": {"type": "block_actions", "actions": []}}

    assert line.console.sockets.deliver(foreign, within_s=0.05) == ("operation_timeout", None)
    assert line.say("still here").ok


def test_a_wrong_token_is_told_at_the_start(line: Line) -> None:
    for token, error in ((BOT, "not_allowed_token_type"), ("xapp-other", "invalid_auth")):
        client = WebClient(token=token, base_url=line.console.api_url)
        door = SocketMode(
            App(token=BOT, signing_secret="x", token_verification_enabled=False),
            client,
            Precedence(),
        )
        with pytest.raises(SlackApiError, match=error):
            door.start()
        door.stop()


def test_stopping_waits_for_what_is_in_hand(line: Line) -> None:
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(line.say, "hold")
        assert line.begun.wait(5)
        stopping = pool.submit(line.door.stop)
        line.let_go.set()
        assert asked.result(5).ok
        stopping.result(5)

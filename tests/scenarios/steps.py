"""A real bot in front of a real remote and store, with the console's workspace in Slack's place."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from adapters.memory.clock import FrozenClock
from adapters.memory.mail import MemoryMailer
from adapters.system import SystemClock, SystemIds
from bot.console.model import Channel, Outcome
from bot.console.server import Console
from bot.console.serving import Server
from bot.console.workspace import Workspace
from bot.demo import people_of, shortcuts, slash_commands
from bot.outbox import Outbox
from bot.serve import outbox_of
from bot.slack import surface
from bot.slack.app import build_app
from bot.slack.manifest import domains
from bot.slack.socket_mode import SocketMode
from bot.web.slack_route import slack_application
from bot.workers import Workers
from engine.ports.operations import Operation
from tests.builders import CHANGES, Carrier, a_real_house

SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "xoxb-test"
APP_TOKEN = "xapp-test"
ADA, GRACE, VERA, ROSA, NORA = "U0ADA001", "U0GRACE1", "U0VERA01", "U0ROSA01", "U0NORA01"
NOC = "C0NOC"
CHANNELS = (Channel(id=NOC, name="noc"), Channel(id=CHANGES, name="changes"))


class CountedWorkers(Workers):
    """The bot's own threads, and a way to wait until they have nothing left to do."""

    def __init__(self) -> None:
        super().__init__()
        self._open = 0
        self._changed = threading.Condition()

    def work(self, job: Callable[[], None]) -> None:
        super().work(self._counted(job))

    def quick(self, job: Callable[[], None]) -> None:
        super().quick(self._counted(job))

    def _counted(self, job: Callable[[], None]) -> Callable[[], None]:
        with self._changed:
            self._open += 1

        def run() -> None:
            try:
                job()
            finally:
                with self._changed:
                    self._open -= 1
                    self._changed.notify_all()

        return run

    def settle(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: not self._open, timeout=20), "still at work"


@dataclass
class Office:
    """A carrier whose people use Slack."""

    carrier: Carrier
    console: Console
    workers: CountedWorkers
    client: WebClient
    route: str
    seen: dict[str, int] = field(default_factory=dict)
    mailer: MemoryMailer = field(default_factory=MemoryMailer)

    @property
    def workspace(self) -> Workspace:
        return self.console.workspace

    def slash(self, line: str, user: str = ADA) -> Outcome:
        outcome = self.workspace.slash(user, NOC, line)
        self.workers.settle()
        return outcome

    def view(self, user: str = ADA) -> dict[str, Any]:
        view = self.workspace.open_view(user)
        assert view is not None
        return view

    def submit(self, entries: Mapping[str, Any], user: str = ADA) -> Outcome:
        outcome = self.workspace.submit_view(user, self.view(user)["id"], entries)
        self.workers.settle()
        return outcome

    def told(self, user: str = ADA) -> dict[str, Any]:
        """What this person was told last."""
        return self.workspace.ephemerals(user)[-1]

    def press(self, message: dict[str, Any], label: str, user: str = ADA) -> Outcome:
        outcome = self.workspace.press(user, message, action_of(message, label))
        self.workers.settle()
        return outcome

    def repeat(self, *, sign_again: bool = True) -> Outcome:
        outcome = self.workspace.repeat_last(sign_again=sign_again)
        self.workers.settle()
        return outcome

    def outbox(self) -> Outbox:
        return outbox_of(self.carrier.house, self.client, self.mailer)

    def operations(self) -> list[Operation]:
        return list(self.carrier.store.operations.recent(actor=None, limit=50))

    def commits(self) -> list[str]:
        repository = self.carrier.repository
        return [c.subject for c in repository.log([], at=repository.fetch(), limit=20)]

    def send(self, body: str, stamp: str | None = None, signature: str | None = None) -> int:
        """Send a body straight to the route; signed now unless told otherwise. Gives the status."""
        stamp = str(int(SystemClock().now().timestamp())) if stamp is None else stamp
        if signature is None:
            signature = (
                SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or ""
            )
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature.encode("latin-1"),
        }
        answer = httpx2.post(self.route, content=body.encode(), headers=headers, trust_env=False)
        self.workers.settle()
        return answer.status_code


def command_body(text: str = "whoami", **more: str) -> str:
    """The form of a slash command as Slack sends it."""
    fields = {
        "team_id": "T0CONSOLE",
        "user_id": ADA,
        "channel_id": NOC,
        "command": "/trunkline",
        "text": text,
        "trigger_id": "1.2.3",
        "response_url": "",
    }
    return urlencode(fields | more)


def interaction_body(payload: Mapping[str, Any]) -> str:
    """An interaction as Slack sends it."""
    return urlencode({"payload": json.dumps(payload)})


def labels_of(message: Mapping[str, Any]) -> list[str]:
    """The labels of all buttons of a message."""
    return [element["text"]["text"] for element in _buttons(message)]


def action_of(message: Mapping[str, Any], label: str) -> str:
    """The action id of the button with this label."""
    found = [e["action_id"] for e in _buttons(message) if e["text"]["text"] == label]
    assert found, f"no button {label!r}, only {labels_of(message)}"
    return str(found[0])


def _buttons(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for block in message.get("blocks", ()):
        yield from (e for e in block.get("elements", ()) if e.get("type") == "button")


@contextmanager
def an_office(
    folder: Path,
    files: Mapping[str, bytes] | None = None,
    *,
    wrap: Any = None,
    faultless: bool = True,
    over_socket: bool = False,
) -> Iterator[Office]:
    """Open an office in ``folder``; Slack must have found no fault in what the bot sent."""
    clock = FrozenClock(SystemClock().now())
    ids = SystemIds(SystemClock())
    carrier = a_real_house(folder, files, clock=clock, ids=ids, wrap=wrap)
    with serve(carrier, over_socket=over_socket) as office:
        yield office
        if faultless:
            assert not [one for one in office.workspace.findings if one.severity == "error"]


@contextmanager
def serve(carrier: Carrier, *, over_socket: bool = False) -> Iterator[Office]:
    """Put Slack in front of a carrier; ``over_socket``: by Socket Mode instead of HTTP."""
    book = carrier.house.books.head().book
    console = Console(
        people_of(book),
        channels=CHANNELS,
        signing_secret=SECRET,
        bot_token=TOKEN,
        app_token=APP_TOKEN if over_socket else "",
        now=SystemClock().now,
        commands=slash_commands(carrier.house),
        shortcuts=shortcuts(),
        events=surface.EVENTS,
        scopes=surface.scopes(),
        unfurl_domains=domains(book.settings),
    )
    console.start_api()
    client = WebClient(token=TOKEN, base_url=console.api_url, retry_handlers=[])
    workers = CountedWorkers()
    app = build_app(carrier.house, client=client, signing_secret=SECRET, workers=workers)
    route = Server(lambda _: slack_application(app, SECRET, workers.precedence), 0)
    console.deliver_to = f"http://127.0.0.1:{route.port}/slack/events"
    opener = WebClient(token=APP_TOKEN, base_url=console.api_url, retry_handlers=[])
    door = SocketMode(app, opener, workers.precedence, beat_s=0.05)
    try:
        if over_socket:
            door.start()
            assert console.sockets.wait_connected()
        yield Office(carrier, console, workers, client, console.deliver_to)
    finally:
        door.stop()
        workers.stop()
        route.stop()
        console.stop()

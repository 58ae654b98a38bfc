"""An acknowledgement: a signed slash command through the real HTTP route, against the same route with an empty handler.

Fifty clients in a process of their own send ``/customer show`` as fast as they are answered. Ours parses, records the
operation durably and acknowledges, while workers behind it run the command and answer; the peer only acknowledges.
Slack waits 3 s. Targets: the slowest hundredth within 1,000 ms; there is no target for the ratio, which is the price of
never losing a request.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from slack_bolt import App
from slack_bolt.context.ack import Ack
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.carriers import carrier_files, make_remote
from benchmarks.harness import Row, Sample, compare
from bot.console.serving import Server
from bot.serve import start_bot
from bot.settings import Settings
from bot.slack.app import slack_client
from bot.web.slack_route import slack_application
from bot.wiring import build_house

CLIENTS = 50
REQUESTS_EACH = 8
ROUNDS = 3
SECRET = "0123456789abcdef" * 2
PEER = "empty handler"


def measure() -> Sequence[Row]:
    """Serve both on ports of their own and let the clients loose on each in turns."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _slack() as api,
        _ours(Path(folder), api) as ours,
        _peer(api) as peer,
    ):
        send(ours, "warm", api)
        send(peer, "warm", api)
        rounds = [
            (send(ours, f"ours{number}", api), send(peer, f"peer{number}", api))
            for number in range(ROUNDS)
        ]
    return tuple(
        _row(name, percent, rounds, target)
        for name, percent, target in (("p50", 50, None), ("p99", 99, 1000))
    )


def _row(
    name: str, percent: int, rounds: Sequence[tuple[Sample, Sample]], target: float | None
) -> Row:
    mine = Sample(tuple(ours.percentile(percent) for ours, _ in rounds))
    other = Sample(tuple(peer.percentile(percent) for _, peer in rounds))
    return compare(f"{CLIENTS} clients, {name}", mine, PEER, other, at_most_ms=target)


def send(url: str, label: str, api: str) -> Sample:
    """Let every client send its requests; gives how long each was waited for."""
    said = {
        "url": url,
        "secret": SECRET,
        "label": label,
        "clients": CLIENTS,
        "requests": REQUESTS_EACH,
        "response_url": f"{api}response",
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.clients"],
        input=json.dumps(said),
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return Sample(tuple(json.loads(done.stdout)))


@contextmanager
def _served(application: Starlette) -> Iterator[Server]:
    server = Server(lambda _: application)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def _slack() -> Iterator[str]:
    """Stand in for Slack: says yes to everything at once."""

    def agree(_: Request) -> JSONResponse:
        return JSONResponse({"ok": True, "team_id": "T0HARBOUR", "user_id": "U0BOT", "ts": "1.1"})

    with _served(
        Starlette(routes=[Route("/api/{method:path}", agree, methods=["GET", "POST"])])
    ) as server:
        yield f"http://127.0.0.1:{server.port}/api/"


@contextmanager
def _ours(folder: Path, api: str) -> Iterator[str]:
    """Serve a whole bot over a carrier of fifty customers."""
    remote = make_remote(folder / "remote.git", carrier_files(50))
    settings = Settings(_env_file=None)
    store = f"sqlite:///{folder / 'store.db'}"
    house = build_house(settings, repo=str(remote), store=store, state=folder / "state")
    house.books.head()
    bot = start_bot(house, slack_client("xoxb-bench", api), SECRET)
    try:
        with _served(slack_application(bot.app, SECRET)) as server:
            yield f"http://127.0.0.1:{server.port}/slack/events"
    finally:
        bot.stop()


@contextmanager
def _peer(api: str) -> Iterator[str]:
    """Serve a Bolt app that acknowledges every command and does nothing."""
    app = App(
        client=slack_client("xoxb-bench", api), signing_secret=SECRET, process_before_response=True
    )

    def nothing(ack: Ack) -> object:
        return ack()

    app.command(re.compile(".+"))(nothing)
    with _served(slack_application(app, SECRET)) as server:
        yield f"http://127.0.0.1:{server.port}/slack/events"

"""Acknowledgements over Socket Mode: as over HTTP, with so many envelopes in flight on one WebSocket.

A process of its own stands in for Slack and sends the next envelope for every acknowledgement. Then how long it takes until
there is a new connection (target: 2 s): after a reset, against the adapter of Slack's SDK; and after a connection falls silent without an
end, which that adapter does not notice, so that ours is measured against itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter_ns
from typing import IO

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler

from benchmarks.bots import EMPTY, empty_app, long_jobs, slack, whole_bot
from benchmarks.crowds import REQUESTS_EACH, ROUNDS, Crowd, rows_of
from benchmarks.harness import NS_PER_MS, Row, Sample, compare
from bot.console.sockets import Sockets
from bot.slack.app import slack_client
from bot.slack.socket_mode import SocketMode
from bot.workers import Precedence

TOKEN = "xapp-bench"  # noqa: S105 -- the stand-in takes any token
LATEST_MS = 2000
LONGEST_S = 60


def measure() -> Sequence[Row]:
    """Measure crowds first, then failing connections."""
    with tempfile.TemporaryDirectory() as folder, long_jobs():
        with (
            _slack_process() as mine,
            _slack_process() as other,
            slack(lambda: mine.url) as api,
            slack(lambda: other.url) as peer_api,
            whole_bot(Path(folder), api) as ours,
            _connected(ours.bot.app, api, ours.bot.workers.precedence),
            _connected(empty_app(peer_api), peer_api, Precedence()),
        ):
            crowds = rows_of(mine.crowd, other.crowd, EMPTY, ours.settle)
        return (*crowds, *_reconnections())


@dataclass(frozen=True)
class _SlackProcess:
    """Slack's end, in a process of its own."""

    url: str
    asks: IO[str]
    answers: IO[str]

    def crowd(self, clients: int, label: str) -> Crowd:
        """Keep so many envelopes in flight."""
        said = {"label": label, "clients": clients, "requests": REQUESTS_EACH[clients]}
        self.asks.write(json.dumps(said) + "\n")
        self.asks.flush()
        met = json.loads(self.answers.readline())
        return Crowd(tuple(met["waits"]), met["took"])


@contextmanager
def _slack_process() -> Iterator[_SlackProcess]:
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.envelopes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield _SlackProcess(process.stdout.readline().strip(), process.stdin, process.stdout)
        process.stdin.close()


@contextmanager
def _connected(app: App, api: str, precedence: Precedence) -> Iterator[None]:
    door = SocketMode(app, slack_client(TOKEN, api), precedence)
    door.start()
    try:
        yield
    finally:
        door.stop()


def _reconnections() -> Sequence[Row]:
    sockets = Sockets("A0BENCH")
    try:
        with slack(sockets.open_url) as api:
            app, client = empty_app(api), slack_client(TOKEN, api)
            door = SocketMode(app, client, Precedence())
            door.start()
            reset = _lost(sockets, sockets.drop)
            silent = _lost(sockets, sockets.fall_silent)
            door.stop()
            handler = SocketModeHandler(app, TOKEN, web_client=client)
            handler.connect()  # type: ignore[no-untyped-call]  # Bolt's adapter has no annotations
            theirs = _lost(sockets, sockets.drop)
            handler.close()  # type: ignore[no-untyped-call]  # the same
    finally:
        sockets.stop()
    return (
        compare("reconnected after a reset", reset, "Slack's SDK", theirs, at_most_ms=LATEST_MS),
        compare("reconnected after silence", silent, "itself", silent, at_most_ms=LATEST_MS),
    )


def _lost(sockets: Sockets, lose: Callable[[], None]) -> Sample:
    """Lose the connection some times; gives how long each time there was none."""
    times = []
    for _ in range(ROUNDS):
        if not sockets.wait_connected():
            raise ConnectionError("nobody connected")
        began = perf_counter_ns()
        lose()
        if not sockets.wait_connected(within_s=LONGEST_S):
            raise ConnectionError("nobody connected again")
        times.append((perf_counter_ns() - began) / NS_PER_MS)
    return Sample(tuple(times))

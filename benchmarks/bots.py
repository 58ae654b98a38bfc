"""What answers in the benchmarks of acknowledgements: a whole bot, and a Bolt app that acknowledges and does nothing.

Beside both run five long computations, in the processes the bot itself computes in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from slack_bolt import App
from slack_bolt.context.ack import Ack
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.carriers import carrier_files, make_remote
from bot.console.serving import Server
from bot.house import House
from bot.serve import Bot, start_bot
from bot.settings import Settings
from bot.slack.app import slack_client
from bot.wiring import build_house
from bot.workers import Processes
from engine.ports.operations import OperationState

SECRET = "0123456789abcdef" * 2
TOKEN = "xoxb-bench"  # noqa: S105 -- the stand-in takes any token
JOBS = 5
LONGEST_S = 600
PAUSE_S = 0.5
EMPTY = "empty handler"


@contextmanager
def slack(socket_url: Callable[[], str] = str) -> Iterator[str]:
    """Stand in for Slack's Web API: says yes to everything at once; ``socket_url`` is where to connect for Socket Mode."""
    said = {"ok": True, "team_id": "T0HARBOUR", "user_id": "U0BOT", "ts": "1.1"}

    def agree(request: Request) -> JSONResponse:
        opens = request.path_params["method"] == "apps.connections.open"
        return JSONResponse(said | {"url": socket_url()} if opens else said)

    routes = [Route("/api/{method:path}", agree, methods=["GET", "POST"])]
    with served(Starlette(routes=routes)) as server:
        yield f"http://127.0.0.1:{server.port}/api/"


@contextmanager
def served(application: Starlette) -> Iterator[Server]:
    """Serve an application on a port of its own."""
    server = Server(lambda _: application)
    try:
        yield server
    finally:
        server.stop()


@dataclass(frozen=True)
class WholeBot:
    """A bot and what it is made of."""

    bot: Bot
    house: House

    def settle(self) -> None:
        """Wait until everything asked for is answered."""
        store = self.house.open_store()
        while store.operations.unfinished((OperationState.RECEIVED,)):
            sleep(PAUSE_S)


@contextmanager
def whole_bot(folder: Path, api: str) -> Iterator[WholeBot]:
    """A bot over a carrier of fifty customers, its git remote and its store on disk."""
    remote = make_remote(folder / "remote.git", carrier_files(50))
    settings = Settings(_env_file=None)
    store = f"sqlite:///{folder / 'store.db'}"
    house = build_house(settings, repo=str(remote), store=store, state=folder / "state")
    house.books.head()
    bot = start_bot(house, slack_client(TOKEN, api), SECRET)
    try:
        yield WholeBot(bot, house)
    finally:
        bot.stop()


def empty_app(api: str) -> App:
    """A Bolt app that acknowledges every command."""
    app = App(client=slack_client(TOKEN, api), signing_secret=SECRET, process_before_response=True)

    def nothing(ack: Ack) -> object:
        return ack()

    app.command(re.compile(".+"))(nothing)
    return app


@contextmanager
def long_jobs() -> Iterator[None]:
    """Keep five computing processes busy meanwhile."""
    processes = Processes(JOBS)
    with TemporaryDirectory() as folder, ThreadPoolExecutor(JOBS) as pool:
        stop = Path(folder) / "stop"
        busy = [pool.submit(processes.compute, compute_until, str(stop)) for _ in range(JOBS)]
        try:
            yield
        finally:
            stop.touch()
            wait(busy)
            processes.stop()


def compute_until(stop: str) -> int:
    """Compute until a file appears; at the latest for ten minutes."""
    found = 0
    ends = monotonic() + LONGEST_S
    while not Path(stop).exists() and monotonic() < ends:
        found ^= sum(number * number for number in range(50_000))
    return found

"""A console with the shop's app behind it, both running."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request
from slack_bolt.adapter.starlette.handler import to_starlette_response as to_response
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.memory.clock import FrozenClock
from bot.console.model import Channel, Person, Shortcut, SlashCommand, Suggestion, Team
from bot.console.server import Console
from bot.console.serving import Server
from engine.ports.clock import Clock
from tests.bot.console.shop_app import SECRET, TOKEN, shop_app

ADA = Person(id="U0ADA", name="ada", real_name="Ada Byron", email="ada@shop.example", title="Buyer")
BEN = Person(
    id="U0BEN", name="ben", real_name="Ben Okafor", email="ben@shop.example", title="Approver"
)
CHANNELS = (
    Channel(id="C0OPS", name="ops", topic="Orders that need an answer today"),
    Channel(id="C0QUIET", name="quiet", topic="Nothing happens here", has_bot=False),
)


def suggestions(user: str, command: str, typed: str) -> Sequence[Suggestion]:
    """Completions as the program behind the app would give them."""
    words = {"add": "Place an order", "gallery": "Show every block", "everything": "Every input",
             "later": "Answer in a moment", "public": "Answer for all", "stuck": "Never answer",
             "broken": "Fail"}  # fmt: skip
    last = typed.rpartition(" ")[2]
    if " " in typed:
        return ()
    return [Suggestion(word, what) for word, what in words.items() if word.startswith(last)]


def serve_app(app: App) -> Server:
    """Serve the app's Slack route as the program does: Bolt off the event loop."""

    async def events(request: Request) -> Response:
        body = await request.body()
        return to_response(await run_in_threadpool(app.dispatch, to_bolt_request(request, body)))

    routes = [Route("/slack/events", events, methods=["POST"])]
    return Server(lambda _: Starlette(routes=routes))


@contextmanager
def open_shop(clock: Clock | None = None, **more: Any) -> Iterator[Console]:
    """A console with the app behind it, both running."""
    clock = clock or FrozenClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    console = Console(
        [ADA, BEN],
        channels=CHANNELS,
        signing_secret=more.pop("signing_secret", SECRET),
        bot_token=TOKEN,
        commands=[SlashCommand("/order", "Place and follow orders", "[add NAME]")],
        shortcuts=[
            Shortcut("new_order", "New order", "Opens the form"),
            Shortcut("copy_order", "Order this again", on_messages=True),
        ],
        complete=suggestions,
        team=Team(name="Hardware shop", app_name="Shopkeeper"),
        now=clock.now,
        **more,
    )
    console.start()
    client = WebClient(token=TOKEN, base_url=console.api_url)
    app = shop_app(client, clock, more.get("ack_s", 3.0) + 0.2)
    route = serve_app(app)
    console.deliver_to = f"http://127.0.0.1:{route.port}/slack/events"
    try:
        yield console
    finally:
        route.ask_to_stop()
        console.stop()
        route.stop()

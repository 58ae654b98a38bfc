"""A small real Bolt app about orders, and a console wired to it: what the console's tests drive."""

from __future__ import annotations

import threading
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

from bot.console.model import Channel, Person, SlashCommand, Suggestion, Team
from bot.console.server import Console
from bot.console.serving import Server
from tests.bot.console import gallery

SECRET = "a-signing-secret-for-tests"
TOKEN = "xoxb-for-tests"
ADA = Person(id="U0ADA", name="ada", real_name="Ada Byron", email="ada@shop.example", title="Buyer")
BEN = Person(
    id="U0BEN", name="ben", real_name="Ben Okafor", email="ben@shop.example", title="Approver"
)
CHANNELS = (
    Channel(id="C0OPS", name="ops", topic="Orders that need an answer today"),
    Channel(id="C0QUIET", name="quiet", topic="Nothing happens here", has_bot=False),
)
CUSTOMERS = ("Acme Tools", "Amber Light", "Borealis", "Cobalt & Sons")

Block = dict[str, Any]


def text(value: str) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": value}


def option(label: str, value: str) -> Block:
    """An option of a select."""
    return {"text": text(label), "value": value}


def order_modal(name: str = "") -> Block:
    """The form of an order, with what was typed already in it."""
    entry: Block = {"type": "plain_text_input", "action_id": "value", "placeholder": text("ORD-17")}
    if name:
        entry["initial_value"] = name
    return {
        "type": "modal",
        "callback_id": "order",
        "title": text("New order"),
        "submit": text("Place order"),
        "close": text("Cancel"),
        "notify_on_close": True,
        "private_metadata": "C0OPS",
        "blocks": [
            {
                "type": "input",
                "block_id": "name",
                "label": text("Order name"),
                "hint": text("Capitals, a dash and a number."),
                "element": entry,
            },
            {
                "type": "input",
                "block_id": "customer",
                "label": text("Customer"),
                "element": {
                    "type": "external_select",
                    "action_id": "customer",
                    "min_query_length": 0,
                    "placeholder": text("Find a customer"),
                },
            },
            {
                "type": "input",
                "block_id": "amount",
                "label": text("Amount"),
                "optional": True,
                "element": {
                    "type": "number_input",
                    "action_id": "amount",
                    "is_decimal_allowed": False,
                    "min_value": "1",
                    "initial_value": "10",
                },
            },
            {
                "type": "input",
                "block_id": "ship",
                "label": text("Shipping"),
                "element": {
                    "type": "radio_buttons",
                    "action_id": "ship",
                    "options": [option("Standard", "slow"), option("Express", "fast")],
                    "initial_option": option("Standard", "slow"),
                },
            },
            {
                "type": "input",
                "block_id": "note",
                "optional": True,
                "label": text("Note"),
                "element": {"type": "plain_text_input", "action_id": "note", "multiline": True},
            },
        ],
    }


def order_card(name: str, customer: str, amount: str, status: str) -> list[Block]:
    """The message of an order; the buttons go when it is decided."""
    fields = [f"*Customer*\n{customer}", f"*Amount*\n{amount}", f"*Status*\n{status}"]
    blocks: list[Block] = [
        {"type": "header", "text": text(f"Order {name}")},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": field} for field in fields]},
    ]
    if status == "waiting":
        confirm = {
            "title": text(f"Reject {name}?"),
            "text": {"type": "mrkdwn", "text": f"*{name}* will be closed for good."},
            "confirm": text("Reject it"),
            "deny": text("Keep it"),
            "style": "danger",
        }
        button = {"type": "button", "value": name}
        elements = [
            button | {"text": text("Approve"), "style": "primary", "action_id": "approve"},
            button
            | {
                "text": text("Reject"),
                "style": "danger",
                "action_id": "reject",
                "confirm": confirm,
            },
        ]
        blocks.append({"type": "actions", "block_id": "decide", "elements": elements})
    return blocks


def shop_app(client: WebClient) -> App:
    """The app itself."""
    app = App(client=client, signing_secret=SECRET, process_before_response=True)
    taken: set[str] = set()
    closed: list[str] = []

    @app.command("/order")
    def order(ack: Any, command: Block, client: WebClient, respond: Any) -> None:
        match command["text"].split():
            case []:
                ack()
                client.views_open(trigger_id=command["trigger_id"], view=order_modal())
            case ["add", name]:
                ack()
                client.views_open(trigger_id=command["trigger_id"], view=order_modal(name))
            case ["gallery"]:
                ack()
                for blocks, attachments in gallery.MESSAGES:
                    client.chat_postMessage(
                        channel=command["channel_id"],
                        text="A gallery of blocks",
                        blocks=blocks,
                        attachments=attachments,
                    )
            case ["everything"]:
                ack()
                client.views_open(trigger_id=command["trigger_id"], view=gallery.MODAL)
            case ["later"]:
                ack("Working on it")
                respond("Done, as promised")
            case ["public"]:
                ack(response_type="in_channel", text="Everybody sees this")
            case ["stuck"]:
                threading.Event().wait(3.2)
                ack("too late")
            case ["broken"]:
                raise RuntimeError("as asked")
            case ["echo", *_]:
                ack(command["text"].removeprefix("echo "))
            case other:
                ack(f"I do not know `{' '.join(other)}`. Try `/order`, or `/order add ORD-1`.")

    @app.options("customer")
    def customers(ack: Any, payload: Block) -> None:
        typed = payload["value"].lower()
        found = [name for name in CUSTOMERS if typed in name.lower()]
        ack(options=[option(name, name.split()[0].lower()) for name in found])

    @app.view("order")
    def submitted(ack: Any, view: Block, client: WebClient) -> None:
        values = view["state"]["values"]
        name = values["name"]["value"]["value"]
        if name in taken:
            ack(response_action="errors", errors={"name": f"{name} is taken; choose another"})
            return
        taken.add(name)
        ack()
        client.chat_postMessage(
            channel=view["private_metadata"],
            text=f"Order {name} waits for approval",
            blocks=order_card(
                name,
                values["customer"]["customer"]["selected_option"]["text"]["text"],
                values["amount"]["amount"]["value"] or "-",
                "waiting",
            ),
            metadata={"event_type": "order", "event_payload": {"name": name}},
        )

    @app.view_closed("order")
    def gone(ack: Any, view: Block) -> None:
        ack()
        closed.append(view["id"])

    def decide(body: Block, client: WebClient, status: str) -> str:
        name = body["actions"][0]["value"]
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        client.chat_update(
            channel=channel,
            ts=ts,
            text=f"Order {name} {status}",
            blocks=order_card(name, "Acme Tools", "10", f"{status} by <@{body['user']['id']}>"),
        )
        return str(name)

    @app.action("approve")
    def approve(ack: Any, body: Block, client: WebClient) -> None:
        ack()
        name = decide(body, client, "approved")
        rows = 'line,item,quantity\n1,Hammer,4\n2,"Nails, long",200\n3,Saw,2\n'
        client.files_upload_v2(
            channel=body["channel"]["id"],
            thread_ts=body["message"]["ts"],
            filename=f"{name}.csv",
            content=rows,
            initial_comment=f"The lines of {name}",
        )

    @app.action("reject")
    def reject(ack: Any, body: Block, client: WebClient) -> None:
        ack()
        decide(body, client, "rejected")

    @app.event("app_home_opened")
    def home(event: Block, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=gallery.home(sorted(taken)))

    @app.action({"action_id": gallery.ANYTHING})
    def anything(ack: Any) -> None:
        ack()

    @app.view("everything")
    def everything(ack: Any) -> None:
        ack()

    return app


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
def open_shop(**more: Any) -> Iterator[Console]:
    """A console with the app behind it, both running."""
    console = Console(
        [ADA, BEN],
        channels=CHANNELS,
        signing_secret=SECRET,
        bot_token=TOKEN,
        commands=[SlashCommand("/order", "Place and follow orders", "[add NAME]")],
        complete=suggestions,
        team=Team(name="Hardware shop", app_name="Shopkeeper"),
        now=lambda: datetime.now(UTC),
        **more,
    )
    console.start()
    app = shop_app(WebClient(token=TOKEN, base_url=console.api_url))
    route = serve_app(app)
    console.deliver_to = f"http://127.0.0.1:{route.port}/slack/events"
    try:
        yield console
    finally:
        console.stop()
        route.stop()

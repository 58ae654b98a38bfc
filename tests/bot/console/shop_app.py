"""A small real Bolt app about orders: what the console's tests drive."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.middleware.request_verification import RequestVerification
from slack_sdk import WebClient
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from engine.ports.clock import Clock
from tests.bot.console import gallery

SECRET = "a-signing-secret-for-tests"
TOKEN = "xoxb-for-tests"
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


class _SameClock(SignatureClock):
    """Lets Bolt judge the age of signatures by the console's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


def shop_app(client: WebClient, clock: Clock, stuck_s: float) -> App:
    """The app itself; `/order stuck` answers after ``stuck_s`` seconds."""
    app = App(
        client=client,
        signing_secret=SECRET,
        process_before_response=True,
        request_verification_enabled=False,  # ours below asks the same, with the clock of the test
    )
    verification = RequestVerification(SECRET)
    verification._verifier = SignatureVerifier(SECRET, clock=_SameClock(clock))
    app.use(verification)
    taken: set[str] = set()
    _answer_commands(app, stuck_s)
    _take_orders(app, taken)
    _decide_orders(app)
    _answer_shortcuts(app)
    _answer_the_rest(app, taken)
    return app


def _answer_commands(app: App, stuck_s: float) -> None:
    words: dict[str, Callable[..., None]] = {
        "": _open_form,
        "add": _open_form,
        "gallery": _post_gallery,
        "picture": _post_picture,
        "everything": _open_everything,
        "later": _answer_later,
        "public": lambda ack, *_: ack(response_type="in_channel", text="Everybody sees this"),
        "broken": _fail,
        "stuck": lambda ack, *_: (threading.Event().wait(stuck_s), ack("too late")),
        "echo": lambda ack, command, *_: ack(command["text"].removeprefix("echo ")),
    }

    @app.command("/order")
    def order(ack: Any, command: Block, client: WebClient, respond: Any) -> None:
        word = command["text"].partition(" ")[0]
        if word in words:
            words[word](ack, command, client, respond)
        else:
            said = command["text"]
            ack(f"I do not know `{said}`. Try `/order`, or `/order add ORD-1`.")


def _open_form(ack: Any, command: Block, client: WebClient, respond: Any) -> None:
    ack()
    name = command["text"].partition(" ")[2]
    client.views_open(trigger_id=command["trigger_id"], view=order_modal(name))


def _open_everything(ack: Any, command: Block, client: WebClient, respond: Any) -> None:
    ack()
    client.views_open(trigger_id=command["trigger_id"], view=gallery.MODAL)


def _post_gallery(ack: Any, command: Block, client: WebClient, respond: Any) -> None:
    ack()
    for blocks, attachments in gallery.MESSAGES:
        client.chat_postMessage(
            channel=command["channel_id"],
            text="A gallery of blocks",
            blocks=blocks,
            attachments=attachments,
        )


def _post_picture(ack: Any, command: Block, client: WebClient, respond: Any) -> None:
    ack()
    client.files_upload_v2(
        channel=command["channel_id"],
        filename="calls.png",
        content=gallery.chart(),
        title="Calls per hour",
        alt_txt="A bar chart that rises until noon",
    )


def _answer_later(ack: Any, command: Block, client: WebClient, respond: Any) -> None:
    ack("Working on it")
    respond("Done, as promised")


def _fail(*_: Any) -> None:
    raise RuntimeError("as asked")


def _take_orders(app: App, taken: set[str]) -> None:
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
    def gone(ack: Any) -> None:
        ack()


def _decide_orders(app: App) -> None:
    @app.action("approve")
    def approve(ack: Any, body: Block, client: WebClient) -> None:
        ack()
        name = _decide(body, client, "approved")
        client.files_upload_v2(
            channel=body["channel"]["id"],
            thread_ts=body["message"]["ts"],
            filename=f"{name}.csv",
            content='line,item,quantity\n1,Hammer,4\n2,"Nails, long",200\n3,Saw,2\n',
            initial_comment=f"The lines of {name}",
        )

    @app.action("reject")
    def reject(ack: Any, body: Block, client: WebClient) -> None:
        ack()
        _decide(body, client, "rejected")


def _decide(body: Block, client: WebClient, status: str) -> str:
    name = str(body["actions"][0]["value"])
    client.chat_update(
        channel=body["channel"]["id"],
        ts=body["message"]["ts"],
        text=f"Order {name} {status}",
        blocks=order_card(name, "Acme Tools", "10", f"{status} by <@{body['user']['id']}>"),
    )
    return name


def _answer_shortcuts(app: App) -> None:
    @app.shortcut("new_order")
    def new_order(ack: Any, shortcut: Block, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=order_modal())

    @app.shortcut("copy_order")
    def copy_order(ack: Any, shortcut: Block, client: WebClient) -> None:
        ack()
        name = shortcut["message"]["text"].split()[1]
        client.views_open(trigger_id=shortcut["trigger_id"], view=order_modal(f"{name}-B"))


def _answer_the_rest(app: App, taken: set[str]) -> None:
    @app.event("app_home_opened")
    def home(event: Block, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=gallery.home(sorted(taken)))

    @app.event("app_mention")
    def mentioned(event: Block, client: WebClient) -> None:
        client.reactions_add(channel=event["channel"], timestamp=event["ts"], name="eyes")

    @app.event("link_shared")
    def linked() -> None:
        pass

    @app.action({"action_id": gallery.ANYTHING})
    def anything(ack: Any) -> None:
        ack()

    @app.view("everything")
    def everything(ack: Any) -> None:
        ack()

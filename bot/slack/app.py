"""The listeners: each parses, records the operation, hands over and acknowledges; the work is done behind.

Few listeners, which dispatch commands themselves. Bolt checks signature and age of every request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.context.ack import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.dispatch import Dispatcher, Request
from bot.people import Identity
from bot.slack.blocks import message
from bot.slack.files import file_errors
from bot.slack.forms import FORM, SHOW_ALL, form_view, said_in_form, typed_values, working_view
from bot.slack.sender import SlackSender
from bot.slack.suggest import suggest_references
from bot.slack.text import Typed, normalise, parse
from bot.wiring import House
from bot.workers import Workers
from engine.errors import Refused, Unavailable
from engine.ports import Operation, OperationId, OperationState
from handlers.kit.catalogue import Entry
from handlers.kit.reply import Reply, refusal

HOME = "customer list"  # what the app's own tab shows; a read, so it leaves no trace

log = structlog.get_logger()
Payload = Mapping[str, Any]


def slack_client(token: str, api_url: str) -> WebClient:
    """Make the client all calls go through; it never repeats a call by itself except after a 429."""
    return WebClient(
        token=token,
        base_url=api_url or WebClient.BASE_URL,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)],
        timeout=10,
    )


def build_app(house: House, *, client: WebClient, signing_secret: str, workers: Workers) -> App:
    """Build the Bolt app with its listeners. Asks Slack once which workspace the token is of."""
    with starting_with("SLACK_BOT_TOKEN"):
        team = str(client.auth_test()["team_id"])
    app = App(client=client, signing_secret=signing_secret, process_before_response=True)
    listeners = Listeners(house, SlackSender(client), workers)

    @app.middleware
    def only_our_workspace(body: Payload, next: Callable[[], Any]) -> Any:  # noqa: A002 -- Bolt's name
        given = body.get("team_id") or (body.get("team") or {}).get("id")
        if given != team:
            log.warning("slack.foreign_team", team=given)
            return BoltResponse(status=403, body="not our workspace")
        acts = "command" in body or body.get("type") == "block_actions"
        if acts and not (body.get("trigger_id") and (body.get("user_id") or body.get("user"))):
            # Without a trigger a repeated delivery could not be told, and without a person nobody could be answered.
            return BoltResponse(status=400, body="no trigger or no user")
        return next()

    app.command(re.compile(".+"))(listeners.command)
    app.action(re.compile(r"run:\d+"))(listeners.button)
    app.action(SHOW_ALL)(listeners.show_all)
    app.view(FORM)(listeners.submission)
    app.options("value")(listeners.options)
    app.event("app_home_opened")(listeners.home)
    return app


@contextmanager
def starting_with(token: str) -> Iterator[None]:
    """Say for people why Slack lets nobody in; ``token`` is the name of the variable that holds what it was given.

    Raises:
        Refused: Slack does not take the token.
        Unavailable: Slack does not answer.
    """
    try:
        yield
    except SlackApiError as error:
        raise Refused(
            f"Slack does not take {token}: {error.response['error']}",
            "copy it anew from the pages of the Slack app",
        ) from error
    except (OSError, SlackClientError) as error:
        raise Unavailable("Slack", str(error)) from error


class Listeners:
    """What to do with each kind of request; each method acknowledges before it returns."""

    def __init__(self, house: House, sender: SlackSender, workers: Workers) -> None:
        """Answer through ``sender``, work in ``workers``."""
        self._house = house
        self._sender = sender
        self._workers = workers

    @property
    def _dispatcher(self) -> Dispatcher:
        return self._house.dispatcher

    # --- slash commands ------------------------------------------------------------------------------------------

    def command(self, ack: Ack, body: Payload) -> BoltResponse:
        """Take a slash command."""
        area = str(body["command"]).removeprefix("/")
        text = normalise(str(body.get("text") or ""), self._operator_named)
        typed = parse(text if area == "trunkline" else f"{area} {text}", self._house.catalogue)
        if isinstance(typed, Reply):
            return ack(response_type="ephemeral", **message(typed))
        origin = {
            "front_end": "slack",
            "user": body["user_id"],
            "channel": body.get("channel_id"),
            "response_url": body.get("response_url"),
            "replace": False,
        }
        return self._take(
            ack, typed, origin, str(body["trigger_id"]), f"slack:command:{body['trigger_id']}"
        )

    def _operator_named(self, user: str) -> str:
        people = self._house.books.known().operators
        return next((person.id for person in people if person.slack_id == user), f"@{user}")

    def _take(
        self, ack: Ack, typed: Typed, origin: dict[str, Any], trigger: str, delivery: str
    ) -> BoltResponse:
        """Record what was asked, acknowledge, and do it behind: run it, or open its form."""
        request = Request(
            command=typed.entry.name,
            args=typed.args,
            identity=Identity("slack", str(origin["user"])),
            delivery=delivery,
            origin=origin,
        )
        state = OperationState.FORM if typed.form else OperationState.RECEIVED
        try:
            operation, fresh = self._dispatcher.receive(request, state=state)
        except Unavailable as unavailable:
            return ack(
                response_type="ephemeral",
                **message(refusal(f"{unavailable}.", "Try again in a moment.")),
            )
        if fresh and typed.form:
            self._open_form(typed, operation, trigger)
        elif fresh:
            self._workers.work(lambda: self.run(operation))
        return ack()

    def run(self, operation: Operation) -> None:
        """Do what was asked and answer whoever asked."""
        reply = self._dispatcher.work(operation, self._sender.read_file)
        self._sender.answer(operation.origin, reply)

    # --- forms -----------------------------------------------------------------------------------------------------

    def _open_form(self, typed: Typed, operation: Operation, trigger: str) -> None:
        def show() -> None:
            try:
                view_id = self._sender.open_form(trigger, working_view(typed.entry))
            except SlackApiError as error:
                log.warning("slack.form_not_opened", error=error.response["error"])
                told = refusal("Slack did not open the form.", f"Try again: {typed.entry.name}")
                self._sender.answer(operation.origin, told)
                return
            self._workers.work(lambda: self._fill_form(typed, operation, view_id))

        self._workers.quick(show)

    def _fill_form(self, typed: Typed, operation: Operation, view_id: str) -> None:
        reply, filled = self._dispatcher.form_values(typed.entry, typed.args, operation)
        if reply is not None:
            self._sender.update_form(view_id, _told_in_modal(typed.entry, reply))
            return
        self._sender.update_form(
            view_id, form_view(typed.entry, filled, operation.id, also=typed.args)
        )

    def submission(self, ack: Ack, body: Payload, view: Payload) -> BoltResponse:
        """Take a form: answer wrong fields at once, beside them; else close it and go on behind."""
        found = self._form_of(body, view)
        if found is None:
            if self._operation_of(body, view) is not None:
                return (
                    ack()
                )  # the same answer as the first time: it is done with, and the form closes
            return ack(
                response_action="update",
                view=_plain_modal("This form is not yours."),
            )
        entry, operation = found
        held = typed_values(entry, view)
        errors = file_errors(view) or self._field_errors(entry, held, view)
        if errors:
            return ack(response_action="errors", errors=errors)
        said = said_in_form(entry, held, _filled(operation))
        taken = self._dispatcher.submit(operation, said)
        if taken is not None:
            self._workers.work(lambda: self.run(taken))
        return ack()

    def _field_errors(
        self, entry: Entry, held: Mapping[str, object], view: Payload
    ) -> dict[str, str]:
        """Give field -> what is wrong; what concerns no shown field stands at the first one."""
        raw = {name: value for name, value in held.items() if value is not None}
        shown = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
        found: dict[str, str] = {}
        for error in self._dispatcher.argument_errors(entry, raw, self._house.books.known()):
            name = error.field.split(".")[0]
            place = name if name in shown else shown[0]
            text = error.message if name in shown else f"{name}: {error.message}"
            found[place] = f"{found[place]} {text}" if place in found else text
        return {place: text[:1].upper() + text[1:] for place, text in found.items()}

    def show_all(self, ack: Ack, body: Payload) -> BoltResponse:
        """Draw a form anew with every field, keeping what was typed."""
        view = body["view"]
        found = self._form_of(body, view)
        if found is not None:
            entry, operation = found
            values = _filled(operation) | typed_values(entry, view)
            drawn = form_view(entry, values, operation.id, everything=True)
            self._workers.quick(lambda: self._sender.update_form(str(view["id"]), drawn))
        return ack()

    def _form_of(self, body: Payload, view: Payload) -> tuple[Entry, Operation] | None:
        """Find the operation behind a form; None unless it is this person's and still open."""
        operation = self._operation_of(body, view)
        entry = self._house.catalogue.get(operation.command) if operation else None
        if operation is None or entry is None or operation.state is not OperationState.FORM:
            return None
        return entry, operation

    def _operation_of(self, body: Payload, view: Payload) -> Operation | None:
        """Find the operation behind a form; None if it is another person's, or there is none."""
        named = _read_object(view.get("private_metadata")).get("operation")
        operation = self._dispatcher.operation(OperationId(str(named)))
        if operation is None or operation.origin.get("user") != body["user"]["id"]:
            return None
        return operation

    # --- the home of the app ------------------------------------------------------------------------------------------

    def home(self, ack: Ack, event: Payload) -> BoltResponse:
        """Draw what stands in the app's own tab: the customers."""
        if event.get("tab") == "home":
            user = str(event["user"])
            self._workers.work(lambda: self._draw_home(user))
        return ack()

    def _draw_home(self, user: str) -> None:
        request = Request(
            command=HOME, args={}, identity=Identity("slack", user), delivery=f"slack:home:{user}"
        )
        self._sender.publish_home(user, self._dispatcher.answer(request))

    # --- buttons and suggestions -------------------------------------------------------------------------------------

    def button(self, ack: Ack, body: Payload, action: Payload) -> BoltResponse:
        """Take a button: it names a command and its arguments, which are checked like typed ones."""
        said = _read_object(action.get("value"))
        entry = self._house.catalogue.get(str(said.get("command")))
        args = said.get("args")
        if entry is None or not isinstance(args, dict):
            log.warning("slack.unknown_button", value=str(action.get("value"))[:200])
            return ack()
        container = body.get("container") or {}
        origin = {
            "front_end": "slack",
            "user": body["user"]["id"],
            "channel": (body.get("channel") or {}).get("id"),
            "response_url": body.get("response_url"),
            "replace": bool(container.get("is_ephemeral")),
        }
        typed = Typed(entry, args, bool(said.get("form")))
        trigger = str(body["trigger_id"])
        return self._take(ack, typed, origin, trigger, f"slack:action:{trigger}")

    def options(self, ack: Ack, body: Payload) -> BoltResponse:
        """Suggest what a field may refer to, from the book at hand."""
        found = self._form_of(body, body["view"])
        argument = found[0].argument(str(body["block_id"])) if found else None
        kind = argument.reference if argument else ""
        return ack(
            options=suggest_references(
                self._house.books.known(), kind, str(body.get("value") or "")
            )
        )


def _read_object(text: object) -> dict[str, Any]:
    """Read a JSON object that comes back from Slack; an empty one if it is none of ours."""
    try:
        found = json.loads(str(text))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _filled(operation: Operation) -> dict[str, object]:
    """Give what the form of an operation came filled with."""
    held = operation.drawn.get("filled", {})
    return dict(held) if isinstance(held, Mapping) else {}


def _told_in_modal(entry: Entry, reply: Reply) -> dict[str, Any]:
    close = {"type": "plain_text", "text": "Close"}
    view = working_view(entry) | {"close": close}
    return view | {"blocks": message(reply, native_tables=0)["blocks"]}


def _plain_modal(text: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "told",
        "title": {"type": "plain_text", "text": "Trunkline"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text}}],
    }

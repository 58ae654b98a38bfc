"""The listeners of commands: each parses, records the operation, hands over and acknowledges; the work is done behind.

Few listeners, which dispatch commands themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.context.ack import Ack
from slack_sdk.errors import SlackApiError

from bot.endings import told
from bot.house import House
from bot.inbox import Request
from bot.people import Identity, actor_of, authorise
from bot.slack.blocks import message
from bot.slack.event_listeners import EventListeners
from bot.slack.form_listeners import FormListeners
from bot.slack.forms import form_view, title_of, working_view
from bot.slack.home import acted
from bot.slack.homes import Homes
from bot.slack.menus import ASKS, COMMAND, picked, picker_view, text_of
from bot.slack.runs import Runs
from bot.slack.sender import SlackSender
from bot.slack.text import Typed, normalise, parse
from bot.workers import Workers
from engine.errors import Refused, Unavailable
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, OperationState
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import Reply, refusal

log = structlog.get_logger()
Payload = Mapping[str, Any]


class Listeners:
    """What to do with each kind of request; each method acknowledges before it returns."""

    def __init__(self, house: House, sender: SlackSender, workers: Workers) -> None:
        """Answer through ``sender``, work in ``workers``."""
        self._house = house
        self._sender = sender
        self._workers = workers
        self.homes = Homes(house, sender)
        self.runs = Runs(house, sender, workers, self.homes)
        self.forms = FormListeners(house, sender, workers, self.runs)
        self.events = EventListeners(house, sender, workers, self.homes)

    @property
    def catalogue(self) -> Catalogue:
        """Every command there is."""
        return self._house.catalogue

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
        trigger = str(body["trigger_id"])
        return self._take(ack, typed, origin, trigger, f"slack:command:{trigger}")

    def _operator_named(self, user: str) -> str:
        people = self._house.books.known().operators
        return next((person.id for person in people if person.slack_id == user), f"@{user}")

    def _take(
        self,
        ack: Ack,
        typed: Typed,
        origin: dict[str, Any],
        trigger: str,
        delivery: str,
        *,
        in_modal: bool = False,
    ) -> BoltResponse:
        """Record what was asked, acknowledge, and do it behind: run it, or open its form.

        ``in_modal`` opens a modal for the answer: from the app's own tab there is no channel to answer in.
        """
        request = Request(
            command=typed.entry.name,
            args=typed.args,
            identity=Identity("slack", str(origin["user"])),
            delivery=delivery,
            origin=origin,
            at=typed.at or None,
        )
        state = OperationState.FORM if typed.form else OperationState.RECEIVED
        try:
            operation, fresh = self._house.inbox.receive(request, state=state)
        except Unavailable as unavailable:
            return ack(
                response_type="ephemeral",
                **message(refusal(f"{unavailable}.", unavailable.remedy)),
            )
        if fresh and typed.form:
            self.forms.open(typed, operation, trigger)
        elif fresh and in_modal:
            self._workers.quick(lambda: self.runs.run_in_modal(typed.entry, operation, trigger))
        elif fresh:
            self._workers.work(lambda: self.runs.run(operation))
        return ack()

    # --- buttons -----------------------------------------------------------------------------------------------------

    def button(self, ack: Ack, body: Payload, action: Payload) -> BoltResponse:
        """Take a button: it names a command and its arguments, which are checked like typed ones."""
        said = _read_object(action.get("value"))
        entry = self._house.catalogue.get(str(said.get("command")))
        args = said.get("args")
        if entry is None or not isinstance(args, dict):
            log.warning("slack.unknown_button", value=str(action.get("value"))[:200])
            return ack()
        view = body.get("view") or {}
        origin = {
            "front_end": "slack",
            "user": body["user"]["id"],
            "channel": (body.get("channel") or {}).get("id"),
            "response_url": body.get("response_url"),
            "replace": bool((body.get("container") or {}).get("is_ephemeral")),
            "view": view.get("id") if view.get("type") == "modal" else None,
        }
        typed = Typed(entry, args, bool(said.get("form")))
        trigger = str(body["trigger_id"])
        at_home = view.get("type") == "home"
        return self._take(ack, typed, origin, trigger, f"slack:action:{trigger}", in_modal=at_home)

    def plan(self, ack: Ack, body: Payload, action: Payload) -> BoltResponse:
        """Show again the plan of an operation that waits for its person's word."""
        operation = self._house.open_store().operations.get(OperationId(str(action.get("value"))))
        entry = self._house.catalogue.get(operation.command) if operation else None
        if operation is None or entry is None or not self._is_of(operation, body["user"]["id"]):
            return ack()
        reply, trigger = told(operation), str(body["trigger_id"])

        def show() -> None:
            view = self._sender.open_modal(trigger, working_view(entry))
            self._sender.answer_in(view, title_of(entry), reply, user=body["user"]["id"])

        self._workers.quick(show)
        return ack()

    def _is_of(self, operation: Operation, user: str) -> bool:
        """Whether an operation is of this person, by whichever front end it was asked for."""
        me = actor_of(Identity("slack", user), self._house.books.known())
        return operation.actor == me.id

    def look(self, ack: Ack, body: Payload, action: Payload) -> BoltResponse:
        """Take the filter, the search or a page button of the tab."""
        user, view = str(body["user"]["id"]), body.get("view")
        if view:
            self._workers.work(
                lambda: self.homes.acted(user, view, lambda before: acted(before, action))
            )
        return ack()

    # --- menus ---------------------------------------------------------------------------------------------

    def pick(self, ack: Ack, body: Payload) -> BoltResponse:
        """Ask which command to run, wherever the person is."""
        trigger = str(body["trigger_id"])
        self._workers.quick(lambda: self._open_picker(trigger))
        return ack()

    def _open_picker(self, trigger: str) -> None:
        try:
            self._sender.open_modal(trigger, picker_view())
        except SlackApiError as error:
            # Nobody can be told: there is no channel, and the person sees that nothing opened.
            log.warning("slack.picker_not_opened", error=error.response["error"])

    def picked(self, ack: Ack, body: Payload, view: Payload) -> BoltResponse:
        """Go on with the command that was chosen: its form in the same modal, or its answer."""
        entry, identity = picked(self.catalogue, view), Identity("slack", str(body["user"]["id"]))
        if entry is None:
            return ack(response_action="errors", errors={COMMAND: "Choose one of the list."})
        try:
            authorise(entry, identity, self._house.books.known())
        except Refused as refused:
            told = f"{refused.message}; {refused.hint}"
            return ack(response_action="errors", errors={COMMAND: told})
        request = Request(
            command=entry.name,
            args={},
            identity=identity,
            delivery=f"slack:picked:{view['id']}",
            origin={"front_end": "slack", "user": identity.value},
        )
        state = OperationState.FORM if entry.arguments else OperationState.RECEIVED
        try:
            operation, fresh = self._house.inbox.receive(request, state=state)
        except Unavailable as unavailable:
            return ack(response_action="errors", errors={COMMAND: f"{unavailable}. Try again."})
        if entry.arguments:
            return ack(response_action="update", view=form_view(entry, {}, operation.id))
        if fresh:
            self.runs.run_here(operation, str(view["id"]))
        return ack(response_action="update", view=working_view(entry))

    def ask(self, ack: Ack, body: Payload) -> BoltResponse:
        """Answer what is asked of a message. A read: the text of the message is kept nowhere."""
        origin = {
            "front_end": "slack",
            "user": body["user"]["id"],
            "channel": (body.get("channel") or {}).get("id"),
            "response_url": body.get("response_url"),
        }
        request = Request(
            command=ASKS[str(body["callback_id"])],
            args={"text": normalise(text_of(body.get("message") or {}), self._operator_named)},
            identity=Identity("slack", str(origin["user"])),
            delivery=f"slack:asked:{body['trigger_id']}",
            origin=origin,
        )
        self._workers.work(
            lambda: self._sender.answer(origin, self._house.dispatcher.answer(request))
        )
        return ack()


def _read_object(text: object) -> dict[str, Any]:
    """Read a JSON object that comes back from Slack; an empty one if it is none of ours."""
    try:
        found = json.loads(str(text))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

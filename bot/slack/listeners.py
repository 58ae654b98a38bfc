"""The listeners: each parses, records the operation, hands over and acknowledges; the work is done behind.

Few listeners, which dispatch commands themselves. Whoever pressed or submitted in a view is answered in a view; whoever
typed or pressed in a channel is answered there, for their eyes only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from threading import Event
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.context.ack import Ack
from slack_sdk.errors import SlackApiError

from bot.arguments import argument_errors
from bot.endings import told
from bot.inbox import Request
from bot.people import Identity, actor_of, authorise
from bot.slack.blocks import message
from bot.slack.files import file_errors
from bot.slack.forms import (
    form_view,
    said_in_form,
    title_of,
    typed_values,
    with_form,
    working_view,
)
from bot.slack.home import acted
from bot.slack.homes import Homes
from bot.slack.menus import ASKS, COMMAND, PICKER, commands_for, picked, picker_view, text_of
from bot.slack.sender import SlackSender
from bot.slack.suggest import Names, suggest
from bot.slack.text import Typed, normalise, parse
from bot.slack.unfurl import cards_of
from bot.wiring import House
from bot.workers import Workers
from engine.errors import Refused, Unavailable
from engine.ports.ids import OperationId
from engine.ports.operations import Operation, OperationState
from handlers.kit.catalogue import Catalogue, Effect, Entry, label_of
from handlers.kit.every_list import item_names, lists_behind
from handlers.kit.reply import Actions, Button, Reply, Tone, refusal, sentence

log = structlog.get_logger()
Payload = Mapping[str, Any]
SHOWS = "customer show"  # whoever may run this sees the cards of links
ACK_TRAVELS_S = 0.4
"""What an acknowledgement needs to get to Slack and to be drawn, generously."""


class Listeners:
    """What to do with each kind of request; each method acknowledges before it returns."""

    def __init__(self, house: House, sender: SlackSender, workers: Workers) -> None:
        """Answer through ``sender``, work in ``workers``."""
        self._house = house
        self._sender = sender
        self._workers = workers
        self._acked = Event()  # never set: what waits for it waits its time
        self.homes = Homes(house, sender)
        self._names = Names()

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
            self._open_form(typed, operation, trigger)
        elif fresh and in_modal:
            self._workers.quick(lambda: self._open_answer(typed.entry, operation, trigger))
        elif fresh:
            self._workers.work(lambda: self.run(operation))
        return ack()

    def run(
        self, operation: Operation, view: str = "", *, said: Mapping[str, object] | None = None
    ) -> None:
        """Do what was asked and answer whoever asked: in the modal ``view``, or the one it came from, if there is one.

        ``said`` is what stood in the form it was asked with; if that is refused, the form is offered again.
        """
        reply = self._house.dispatcher.work(operation, self._sender.read_file)
        if said is not None:
            reply = with_form(reply, self._house.catalogue.get(operation.command), said)
        self._answer(operation, reply, view or str(operation.origin.get("view") or ""))
        entry = self._house.catalogue.get(operation.command)
        if entry is not None and entry.effect is not Effect.READ:
            self.homes.changed(str(operation.origin["user"]))

    def take_up_left(self) -> None:
        """Work again on what was left open because the store was away, and tell the end of what had got that far.

        Raises:
            Unavailable: it still is.
        """
        for operation in self._house.endings.left():
            is_open = operation.state is OperationState.RECEIVED
            self._workers.work(partial(self.run if is_open else self._tell_end, operation))

    def _tell_end(self, operation: Operation) -> None:
        self._answer(operation, told(operation), "")

    def _answer(self, operation: Operation, reply: Reply, view: str) -> None:
        title = label_of(operation.command.replace(" ", "_"))
        user = str(operation.origin["user"])
        if not (view and self._sender.answer_in(view, title, reply, user=user)):
            self._sender.answer(operation.origin, reply)

    def _open_answer(self, entry: Entry, operation: Operation, trigger: str) -> None:
        """Open the modal that the answer will stand in; without it the answer goes the usual way."""
        try:
            view = self._sender.open_modal(trigger, working_view(entry))
        except SlackApiError as error:
            log.warning("slack.answer_not_opened", error=error.response["error"])
            view = ""
        self._workers.work(lambda: self.run(operation, view))

    # --- forms -----------------------------------------------------------------------------------------------------

    def _open_form(self, typed: Typed, operation: Operation, trigger: str) -> None:
        below = str(operation.origin.get("view") or "")

        def show() -> None:
            try:
                view_id = self._sender.open_modal(trigger, working_view(typed.entry), below=below)
            except SlackApiError as error:
                code = str(error.response["error"])
                log.warning("slack.form_not_opened", error=code)
                self._answer(operation, _not_opened(typed, code), below)
                return
            self._workers.work(lambda: self._fill_form(typed, operation, view_id))

        self._workers.quick(show)

    def _fill_form(self, typed: Typed, operation: Operation, view_id: str) -> None:
        reply, filled = self._house.forms.fill(typed.entry, typed.args, operation)
        if reply is not None:
            self._answer(operation, reply, view_id)
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
        held = typed_values(entry, view, operation.args)
        errors = file_errors(view) or self._field_errors(entry, held, view)
        if errors:
            return ack(response_action="errors", errors=errors)
        said = said_in_form(entry, held, _filled(operation))
        taken = self._house.forms.submit(operation, said)
        origin = operation.origin
        if taken is None or origin.get("response_url") or origin.get("view"):
            if taken is not None:
                self._workers.work(lambda: self.run(taken, said=said))
            return ack()
        self._answer_here(taken, str(view["id"]), said)
        return ack(response_action="update", view=working_view(entry))

    def _answer_here(
        self, operation: Operation, view: str, said: Mapping[str, object] | None = None
    ) -> None:
        """Run what was asked in a modal that stays open, and answer in it: there is no channel to answer in."""

        def run() -> None:
            # Slack draws what the ack says when it gets it; an answer drawn before would be lost under it.
            self._acked.wait(ACK_TRAVELS_S)
            self.run(operation, view, said=said)

        self._workers.work(run)

    def _field_errors(
        self, entry: Entry, held: Mapping[str, object], view: Payload
    ) -> dict[str, str]:
        """Give field -> what is wrong; what concerns no shown field stands at the first one."""
        raw = {name: value for name, value in held.items() if value is not None}
        shown = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
        found: dict[str, str] = {}
        for error in argument_errors(entry, raw, self._house.books.known()):
            name = error.field.split(".")[0]
            place = name if name in shown else shown[0]
            text = error.message if name in shown else f"{name}: {error.message}"
            found[place] = f"{found[place]} {text}" if place in found else text
        return {place: sentence(text) for place, text in found.items()}

    def show_all(self, ack: Ack, body: Payload) -> BoltResponse:
        """Draw a form anew with every field, keeping what was typed."""
        view = body.get("view") or {}
        found = self._form_of(body, view)
        if found is not None:
            entry, operation = found
            values = _filled(operation) | typed_values(entry, view, operation.args)
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
        operation = self._house.open_store().operations.get(OperationId(str(named)))
        if operation is None or operation.origin.get("user") != body["user"]["id"]:
            return None
        return operation

    # --- the home of the app ------------------------------------------------------------------------------------------

    def home(self, ack: Ack, body: Payload, event: Payload) -> BoltResponse:
        """Draw what stands in the app's own tab: the customers."""
        if event.get("tab") == "home":
            user, view = str(event["user"]), event.get("view") or {}
            self._once(body, lambda: self.homes.opened(user, view))
        return ack()

    def _once(self, body: Payload, do: Callable[[], None]) -> None:
        """Do behind what an event asks for, unless it was taken before, by whichever process."""
        event = str(body["event_id"])

        def run() -> None:
            if self._house.inbox.take_event(f"slack:{event}"):
                do()
            else:
                log.info("slack.repeated", event_id=event)

        self._workers.work(run)

    def look(self, ack: Ack, body: Payload, action: Payload) -> BoltResponse:
        """Take the filter, the search or a page button of the tab."""
        user, view = str(body["user"]["id"]), body.get("view")
        if view:
            self._workers.work(
                lambda: self.homes.acted(user, view, lambda before: acted(before, action))
            )
        return ack()

    # --- buttons and suggestions -------------------------------------------------------------------------------------

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

    # --- menus and links ---------------------------------------------------------------------------------------------

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
            self._answer_here(operation, str(view["id"]))
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

    def links(self, ack: Ack, body: Payload, event: Payload) -> BoltResponse:
        """Show links to customers as cards, if whoever posted them may see customers, and only among ourselves."""
        if not body.get("is_ext_shared_channel"):
            self._once(body, lambda: self._unfurl(event))
        return ack()

    def _unfurl(self, event: Payload) -> None:
        book, entry = self._house.books.known(), self.catalogue.get(SHOWS)
        actor = actor_of(Identity("slack", str(event.get("user"))), book)
        if entry is None or not actor.may(entry.role):
            return
        cards = cards_of([str(link.get("url")) for link in event.get("links") or ()], book)
        if not cards:
            return
        if event.get("source") == "composer":
            place = {"unfurl_id": str(event["unfurl_id"]), "source": "composer"}
        else:
            place = {"channel": str(event["channel"]), "ts": str(event["message_ts"])}
        try:
            self._sender.unfurl(place, cards)
        except SlackApiError as error:
            log.warning("slack.not_unfurled", error=error.response["error"])

    # --- suggestions -------------------------------------------------------------------------------------------------

    def options(self, ack: Ack, body: Payload) -> BoltResponse:
        """Suggest what a field may refer to, from the book at hand."""
        view, field = body["view"], str(body["block_id"])
        typed, book = str(body.get("value") or ""), self._house.books.known()
        if view.get("callback_id") == PICKER:
            actor = actor_of(Identity("slack", str(body["user"]["id"])), book)
            return ack(options=commands_for(self.catalogue, actor, typed))
        found = self._form_of(body, view)
        argument = found[0].argument(field) if found else None
        if found is None or argument is None:
            return ack(options=[])
        entry, operation = found
        lists = lists_behind(entry.words, field)
        if not lists:
            return ack(options=suggest(self._names.of(book, argument.reference), typed))
        held = {
            name: said for name, said in typed_values(entry, view, operation.args).items() if said
        }
        said = {**operation.args, **_filled(operation), **held}
        return ack(options=suggest(item_names(lists, said, book), typed))


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


def _not_opened(typed: Typed, code: str) -> Reply:
    """Say that Slack opened no form, and offer it once more: a press brings another three seconds."""
    late = code in ("expired_trigger_id", "exchanged_trigger_id")
    why = "It gives three seconds for that, and they were over." if late else f"It says: {code}."
    args = {name: value for name, value in typed.args.items() if isinstance(value, str | bool)}
    again = Button("Open the form", typed.entry.name, args, Tone.GOOD, form=True)
    told = refusal("Slack did not open the form.", why)
    return replace(told, blocks=(*told.blocks, Actions((again,))))


def _plain_modal(text: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "told",
        "title": {"type": "plain_text", "text": "Trunkline"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text}}],
    }

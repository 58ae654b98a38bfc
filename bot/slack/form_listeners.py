"""The listeners of forms: opening and filling one, taking what was typed into it, and suggesting what a field may say.

How a form looks is in ``bot.slack.forms``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.context.ack import Ack
from slack_sdk.errors import SlackApiError

from bot.arguments import argument_errors
from bot.house import House
from bot.people import Identity, actor_of
from bot.slack.files import file_errors
from bot.slack.forms import form_view, operation_in, said_in_form, typed_values, working_view
from bot.slack.menus import PICKER, commands_for
from bot.slack.runs import Runs
from bot.slack.sender import SlackSender
from bot.slack.suggest import Names, suggest
from bot.slack.text import Typed
from bot.workers import Workers
from engine.ports.operations import Operation, OperationState
from handlers.kit.catalogue import Entry
from handlers.kit.every_list import item_names, lists_behind
from handlers.kit.reply import Actions, Button, Reply, Tone, refusal, sentence

log = structlog.get_logger()
Payload = Mapping[str, Any]


class FormListeners:
    """What to do with forms; each method acknowledges before it returns."""

    def __init__(self, house: House, sender: SlackSender, workers: Workers, runs: Runs) -> None:
        """Show forms through ``sender``, work in ``workers``; ``runs`` runs what was submitted."""
        self._house = house
        self._sender = sender
        self._workers = workers
        self._runs = runs
        self._names = Names()

    def open(self, typed: Typed, operation: Operation, trigger: str) -> None:
        """Open the form of what was typed behind, filled with what is so; where Slack opens none, say so."""
        below = str(operation.origin.get("view") or "")

        def show() -> None:
            try:
                view_id = self._sender.open_modal(trigger, working_view(typed.entry), below=below)
            except SlackApiError as error:
                code = str(error.response["error"])
                log.warning("slack.form_not_opened", error=code)
                self._runs.answer(operation, _not_opened(typed, code), below)
                return
            self._workers.work(lambda: self._fill_form(typed, operation, view_id))

        self._workers.quick(show)

    def _fill_form(self, typed: Typed, operation: Operation, view_id: str) -> None:
        reply, filled = self._house.forms.fill(typed.entry, typed.args, operation)
        if reply is not None:
            self._runs.answer(operation, reply, view_id)
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
                self._workers.work(lambda: self._runs.run(taken, said=said))
            return ack()
        self._runs.run_here(taken, str(view["id"]), said)
        return ack(response_action="update", view=working_view(entry))

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
        operation = self._house.open_store().operations.get(operation_in(view))
        if operation is None or operation.origin.get("user") != body["user"]["id"]:
            return None
        return operation

    def options(self, ack: Ack, body: Payload) -> BoltResponse:
        """Suggest what a field may refer to, from the book at hand."""
        view, field = body["view"], str(body["block_id"])
        typed, book = str(body.get("value") or ""), self._house.books.known()
        if view.get("callback_id") == PICKER:
            actor = actor_of(Identity("slack", str(body["user"]["id"])), book)
            return ack(options=commands_for(self._house.catalogue, actor, typed))
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

"""What is done behind an acknowledgement: an operation is run, and its answer goes to where it was asked for.

Whoever pressed or submitted in a view is answered in a view; whoever typed or pressed in a channel is answered there, for
their eyes only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from threading import Event

import structlog
from slack_sdk.errors import SlackApiError

from bot.endings import told
from bot.house import House
from bot.slack.forms import with_form, working_view
from bot.slack.homes import Homes
from bot.slack.sender import SlackSender
from bot.workers import Workers
from engine.ports.operations import Operation, OperationState
from handlers.kit.catalogue import Effect, Entry, label_of
from handlers.kit.reply import Reply

log = structlog.get_logger()
ACK_TRAVELS_S = 0.4
"""What an acknowledgement needs to get to Slack and to be drawn, generously."""


class Runs:
    """Runs operations of Slack and answers them; safe for several threads."""

    def __init__(self, house: House, sender: SlackSender, workers: Workers, homes: Homes) -> None:
        """Answer through ``sender``, work in ``workers``; ``homes`` are drawn anew after what changed something."""
        self._house = house
        self._sender = sender
        self._workers = workers
        self._homes = homes
        self._acked = Event()  # never set: what waits for it waits its time

    def run(
        self, operation: Operation, view: str = "", *, said: Mapping[str, object] | None = None
    ) -> None:
        """Do what was asked and answer whoever asked: in the modal ``view``, or the one it came from, if there is one.

        ``said`` is what stood in the form it was asked with; if that is refused, the form is offered again.
        """
        entry = self._house.catalogue.get(operation.command)
        reply = self._house.dispatcher.work(operation, self._sender.read_file)
        if said is not None:
            reply = with_form(reply, entry, said)
        self.answer(operation, reply, view or str(operation.origin.get("view") or ""))
        if entry is not None and entry.effect is not Effect.READ:
            self._homes.changed(str(operation.origin["user"]))

    def take_up_left(self) -> None:
        """Work again on what was left open because the store was away, and tell the end of what had got that far.

        Raises:
            Unavailable: it still is.
        """
        for operation in self._house.endings.left():
            is_open = operation.state is OperationState.RECEIVED
            self._workers.work(partial(self.run if is_open else self._tell_end, operation))

    def _tell_end(self, operation: Operation) -> None:
        self.answer(operation, told(operation), "")

    def answer(self, operation: Operation, reply: Reply, view: str) -> None:
        """Show an answer in the modal ``view``, or, without one or where it is closed, wherever it was asked."""
        title = label_of(operation.command.replace(" ", "_"))
        user = str(operation.origin["user"])
        if not (view and self._sender.answer_in(view, title, reply, user=user)):
            self._sender.answer(operation.origin, reply)

    def run_in_modal(self, entry: Entry, operation: Operation, trigger: str) -> None:
        """Open a modal and run in it what was asked; without a modal the answer goes the usual way."""
        try:
            view = self._sender.open_modal(trigger, working_view(entry))
        except SlackApiError as error:
            log.warning("slack.answer_not_opened", error=error.response["error"])
            view = ""
        self._workers.work(lambda: self.run(operation, view))

    def run_here(
        self, operation: Operation, view: str, said: Mapping[str, object] | None = None
    ) -> None:
        """Run what was asked in a modal that stays open, and answer in it: there is no channel to answer in."""

        def run() -> None:
            # Slack draws what the ack says when it gets it; an answer drawn before would be lost under it.
            self._acked.wait(ACK_TRAVELS_S)
            self.run(operation, view, said=said)

        self._workers.work(run)

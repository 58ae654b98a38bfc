"""The listeners of events, which Slack tells by itself: the app's own tab was opened, a link was posted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.context.ack import Ack
from slack_sdk.errors import SlackApiError

from bot.house import House
from bot.people import Identity, actor_of
from bot.slack.homes import Homes
from bot.slack.sender import SlackSender
from bot.slack.unfurl import cards_of
from bot.workers import Workers

log = structlog.get_logger()
Payload = Mapping[str, Any]
SHOWS = "customer show"  # whoever may run this sees the cards of links


class EventListeners:
    """What to do with events; each method acknowledges before it returns."""

    def __init__(self, house: House, sender: SlackSender, workers: Workers, homes: Homes) -> None:
        """Draw tabs with ``homes`` and cards through ``sender``, in ``workers``."""
        self._house = house
        self._sender = sender
        self._workers = workers
        self._homes = homes

    def home(self, ack: Ack, body: Payload, event: Payload) -> BoltResponse:
        """Draw what stands in the app's own tab: the customers."""
        if event.get("tab") == "home":
            user, view = str(event["user"]), event.get("view") or {}
            self._once(body, lambda: self._homes.opened(user, view))
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

    def links(self, ack: Ack, body: Payload, event: Payload) -> BoltResponse:
        """Show links to customers as cards, if whoever posted them may see customers, and only among ourselves."""
        if not body.get("is_ext_shared_channel"):
            self._once(body, lambda: self._unfurl(event))
        return ack()

    def _unfurl(self, event: Payload) -> None:
        book, entry = self._house.books.known(), self._house.catalogue.get(SHOWS)
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

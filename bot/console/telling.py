"""Telling the app what happened: events it subscribed to and may hear of, each repeated once if it failed."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterable

from bot.console.delivery import Answer, Delivery
from bot.console.model import JSON
from bot.console.payloads import Payloads
from bot.console.scopes import EVENTS
from bot.console.state import State
from bot.console.unfurls import link_shared


class Teller:
    """Sends events to one app; what it did not subscribe to, or has no scope for, is not sent."""

    def __init__(
        self, state: State, delivery: Delivery, payloads: Payloads, events: Iterable[str]
    ) -> None:
        """``events`` are those the app subscribed to."""
        self._state = state
        self._delivery = delivery
        self._payloads = payloads
        self._events = frozenset(events)
        self._numbers = itertools.count(1)

    def hears(self, event: str) -> bool:
        """Whether the app subscribed to an event, and may hear of it."""
        scope, granted = EVENTS.get(event), self._state.scopes
        return event in self._events and (granted is None or scope is None or scope in granted)

    def message(self, place: JSON, message: JSON) -> Answer | None:
        """Tell of a posted message: of its links, and of itself if it is addressed to the app."""
        linked = self._links(place, message)
        kind = "message.im" if place["is_im"] else "app_mention"
        addressed = place["is_im"] or f"<@{self._state.team.bot_user}" in message["text"]
        if not addressed or not self.hears(kind):
            return linked
        told = {
            **message,
            "type": kind.partition(".")[0],
            "channel": place["id"],
            "event_ts": message["ts"],
        }
        return self.event(told | ({"channel_type": "im"} if place["is_im"] else {}))

    def reaction(self, user: str, channel: str, message: JSON, name: str) -> Answer | None:
        """Tell of a reaction somebody added."""
        if not self.hears("reaction_added"):
            return None
        event: JSON = {
            "type": "reaction_added",
            "user": user,
            "reaction": name,
            "item_user": message["user"],
            "item": {"type": "message", "channel": channel, "ts": message["ts"]},
            "event_ts": self._state.conversations.new_ts(),
        }
        return self.event(event)

    def home_opened(self, user: str, view: JSON | None) -> Answer | None:
        """Tell that somebody opened the App Home."""
        if not self.hears("app_home_opened"):
            return None
        event: JSON = {
            "type": "app_home_opened",
            "user": user,
            "channel": self._state.conversations.direct([user])["id"],
            "tab": "home",
            "event_ts": self._state.conversations.new_ts(),
        }
        return self.event(event | ({"view": view} if view else {}))

    def event(self, event: JSON) -> Answer:
        """Deliver an event; like Slack, try again at once if that failed (its later retries are left out)."""
        # An app remembers events by their id, over restarts of the workspace too: no two may ever be alike.
        name = f"Ev{secrets.token_hex(5).upper()}"
        body = self._payloads.event(event, event_id=name, at=int(self._state.seconds()))
        answer = self._delivery.event(body, {})
        if answer.error:
            reason = "http_timeout" if answer.error == "operation_timeout" else "http_error"
            retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": reason}
            answer = self._delivery.event(body, retry)
        return answer

    def challenge(self) -> tuple[str, Answer]:
        """Ask the app to prove that it owns its route; gives what it has to repeat, and its answer."""
        challenge = f"challenge-{next(self._numbers)}"
        return challenge, self._delivery.event(self._payloads.challenge(challenge), {})

    def _links(self, place: JSON, message: JSON) -> Answer | None:
        shared = self._state.unfurls.share(place["id"], message)
        if shared is None or not self.hears("link_shared"):
            return None
        member = self._state.team.bot_user in place["members"]
        event_ts = self._state.conversations.new_ts()
        return self.event(link_shared(shared, message, event_ts=event_ts, is_member=member))

"""Trigger ids and response URLs: the short-lived permissions that Slack hands to an app."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

from bot.console.model import SlackError

TRIGGER_S = 3.0
RESPONSE_URL_S = 30 * 60.0
RESPONSE_URL_USES = 5


@dataclass(slots=True)
class _Trigger:
    user: str
    issued: float
    used: bool = False


@dataclass(slots=True)
class ResponseURL:
    """Where a response URL leads: a person in a channel, and the message that was pressed, if any."""

    user: str
    channel: str
    issued: float
    original: str | None = None
    original_is_ephemeral: bool = False
    thread_ts: str | None = None
    origin: str = ""
    uses: int = 0


class Tickets:
    """Issues and redeems; the clock is given, so tests decide when things expire."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Take ``now`` in epoch seconds."""
        self._now = now
        self._lock = threading.Lock()
        self._triggers: dict[str, _Trigger] = {}
        self._urls: dict[str, ResponseURL] = {}

    def trigger(self, user: str) -> str:
        """Issue a trigger id for ``user``, good once within 3 seconds."""
        with self._lock:
            number = len(self._triggers) + 1
            issued = self._now()
            name = f"{int(issued * 1000)}.{number:09d}.{secrets.token_hex(8)}"
            self._triggers[name] = _Trigger(user, issued)
            return name

    def redeem(self, trigger_id: str) -> str:
        """Use up a trigger id and give the person it stands for.

        Raises:
            SlackError: ``invalid_trigger_id``, ``exchanged_trigger_id`` or ``expired_trigger_id``.
        """
        with self._lock:
            trigger = self._triggers.get(trigger_id)
            if trigger is None:
                raise SlackError("invalid_trigger_id")
            if trigger.used:
                raise SlackError("exchanged_trigger_id")
            if self._now() - trigger.issued > TRIGGER_S:
                raise SlackError("expired_trigger_id")
            trigger.used = True
            return trigger.user

    @property
    def most_uses(self) -> int:
        """How often a response URL may be used."""
        return RESPONSE_URL_USES

    def state_of(self, trigger_id: str) -> str:
        """Say in a word what became of a trigger id."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            return "unknown"
        if trigger.used:
            return "used"
        return "expired" if self._now() - trigger.issued > TRIGGER_S else "open"

    def uses_of(self, name: str) -> int:
        """How often a response URL was used."""
        url = self._urls.get(name)
        return url.uses if url else 0

    def response_url(self, url: ResponseURL) -> str:
        """Issue the name of a new response URL."""
        with self._lock:
            name = f"r{len(self._urls) + 1:06d}{int(self._now() * 1000):x}"
            self._urls[name] = url
            return name

    def use_response_url(self, name: str) -> ResponseURL:
        """Count one use.

        Raises:
            SlackError: with status 404, if unknown, used 5 times, or older than 30 minutes.
        """
        with self._lock:
            url = self._urls.get(name)
            if url is None:
                raise SlackError("invalid_url", status=404)
            if self._now() - url.issued > RESPONSE_URL_S:
                raise SlackError("expired_url", status=404)
            if url.uses >= RESPONSE_URL_USES:
                raise SlackError("used_url", status=404)
            url.uses += 1
            return url

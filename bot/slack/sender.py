"""Everything that goes out to Slack: answers to the person who asked, forms, and messages from the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from pydantic import ValidationError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.slack.blocks import Json, message
from bot.slack.files import fetch_text
from engine.ports import Clock, Effect, EffectState, OperationStore
from handlers.kit.files import UploadedText
from handlers.kit.reply import Reply, decode

log = structlog.get_logger()

MOST_ATTEMPTS = 20
LONGEST_WAIT_S = 600
_LOST = (TimeoutError, ConnectionError, OSError, SlackClientError)


class SlackSender:
    """Sends through one workspace's Web API; safe for several threads."""

    def __init__(self, client: WebClient) -> None:
        """Send with ``client``."""
        self.client = client

    def answer(self, origin: Mapping[str, Any], reply: Reply) -> None:
        """Answer whoever asked: where they asked, seen only by them; by direct message if that is gone."""
        said = message(reply)
        if not self._respond(origin, said):
            self._whisper(origin, said)

    def _respond(self, origin: Mapping[str, Any], said: Json) -> bool:
        url = origin.get("response_url")
        if not url:
            return False
        body = said | {
            "response_type": "ephemeral",
            "replace_original": bool(origin.get("replace")),
        }
        try:
            status = WebhookClient(str(url), timeout=10).send_dict(body).status_code
            if status >= 400 and "blocks" in body:
                status = (
                    WebhookClient(str(url), timeout=10)
                    .send_dict({**body, "blocks": None})
                    .status_code
                )
        except _LOST as error:
            log.warning("slack.respond", error=type(error).__name__)
            return False
        return status < 400

    def _whisper(self, origin: Mapping[str, Any], said: Json) -> None:
        user, channel = str(origin["user"]), origin.get("channel")
        try:
            if channel:
                self.client.chat_postEphemeral(channel=str(channel), user=user, **said)
                return
        except SlackApiError as error:
            log.info("slack.whisper", error=error.response["error"])
        self.client.chat_postMessage(channel=user, **said)

    def read_file(self, file: UploadedText) -> UploadedText:
        """Fetch the text of a file that somebody dropped into a form."""
        return fetch_text(self.client, file)

    def open_form(self, trigger: str, view: Json) -> str:
        """Open a modal; gives its view id. The trigger lives three seconds and works once."""
        opened = self.client.views_open(trigger_id=trigger, view=view)
        return str(opened["view"]["id"])

    def publish_home(self, user: str, reply: Reply) -> None:
        """Draw the app's own tab of a person anew."""
        blocks = message(reply, native_tables=0)["blocks"]
        self.client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})

    def update_form(self, view_id: str, view: Json) -> None:
        """Draw a modal anew."""
        self.client.views_update(view_id=view_id, view=view)


class Outbox:
    """Sends due effects of the store, at least once, in order for each recipient."""

    def __init__(self, store: OperationStore, client: WebClient, clock: Clock) -> None:
        """Send effects of ``store`` with ``client``."""
        self._store = store
        self._client = client
        self._clock = clock

    def send_due(self) -> int:
        """Send what is due now; gives how many were sent."""
        sent = 0
        for effect in self._store.due_effects(now=self._clock.now(), limit=20):
            sent += self._send(effect)
        return sent

    def _send(self, effect: Effect) -> bool:
        try:
            if effect.attempts <= 1 or not self._arrived(effect):
                self._post(effect)
        except SlackApiError as error:
            return self._failed(
                effect, str(error.response["error"]), error.response.headers.get("Retry-After")
            )
        except ValidationError:
            # Written by other code than this: no waiting mends it, and it must not hold up what is behind it.
            return self._failed(effect, _UNREADABLE, None)
        except _LOST as error:
            return self._failed(effect, type(error).__name__, None)
        self._store.settle_effect(effect.id, state=EffectState.SENT, at=self._clock.now())
        return True

    def _post(self, effect: Effect) -> None:
        said = message(decode(effect.payload["reply"]))  # type: ignore[arg-type]
        mark = {"event_type": "trunkline_effect", "event_payload": {"effect": effect.id}}
        channel = self._place(effect)
        try:
            self._client.chat_postMessage(channel=channel, metadata=mark, **said)
        except SlackApiError as error:
            if error.response["error"] != "invalid_blocks":
                raise
            log.warning("slack.invalid_blocks", effect=effect.id)
            self._client.chat_postMessage(channel=channel, metadata=mark, text=said["text"])

    def _place(self, effect: Effect) -> str:
        """Give the channel to post to; the history of a direct message is found by its own id, not by the person's."""
        channel = str(effect.payload["channel"])
        if not channel.startswith(("U", "W")):
            return channel
        return str(self._client.conversations_open(users=channel)["channel"]["id"])

    def _arrived(self, effect: Effect) -> bool:
        """Whether an earlier try arrived although its answer was lost."""
        since = str(effect.created_at.timestamp())
        found = self._client.conversations_history(
            channel=self._place(effect),
            oldest=since,
            include_all_metadata=True,
            limit=100,
        )
        marks = (one.get("metadata", {}).get("event_payload", {}) for one in found["messages"])
        return any(mark.get("effect") == effect.id for mark in marks)

    def _failed(self, effect: Effect, error: str, retry_after: str | None) -> bool:
        """Try again later, longer each time; give up on what no waiting mends."""
        now = self._clock.now()
        hopeless = error in _HOPELESS or effect.attempts >= MOST_ATTEMPTS
        wait = int(retry_after) if retry_after else min(2**effect.attempts, LONGEST_WAIT_S)
        log.warning(
            "outbox.failed",
            effect=effect.id,
            error=error,
            attempts=effect.attempts,
            hopeless=hopeless,
        )
        self._store.settle_effect(
            effect.id,
            state=EffectState.FAILED if hopeless else EffectState.PENDING,
            at=now,
            next_try_at=None if hopeless else now + timedelta(seconds=wait),
            error=error,
        )
        return False


_UNREADABLE = "unreadable_payload"
_HOPELESS = frozenset(
    {
        _UNREADABLE,
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "msg_too_long",
    }
)

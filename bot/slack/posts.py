"""Messages that leave by themselves, as the outbox hands them over: posted once, found again, drawn anew.

A message carries the id of its effect as metadata. By that it is found again: before a second try, to answer in its
thread, and to be drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from pydantic import ValidationError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.letters import BY_SLACK, opened
from bot.outbox import UNREADABLE, NotSent
from bot.slack.blocks import LONGEST_MESSAGE, draw
from bot.slack.calls import drawn_or_told, retry_after
from bot.slack.files import send_file
from bot.slack.sender import LOST
from engine.errors import Refused
from engine.ports.effects import Effect
from engine.ports.secrets import Vault
from handlers.kit.reply import File, Reply, decode

log = structlog.get_logger()

POST = "slack.post"
"""The kind of effect that is a message."""

MARK = "trunkline_effect"
_LOOKED_BACK = 100
_IN_THREAD = "in its thread"
_TOO_LONG = frozenset({"msg_too_long", "msg_blocks_too_long"})
_WORTH_WAITING = frozenset(
    {
        "account_inactive",
        "fatal_error",
        "internal_error",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
    }
)
"""What is about Slack or our token and not about a message: it passes, or somebody mends it."""

_MOST_REFUSALS = 5
"""So often Slack may refuse a message for any other reason; then it no longer holds up what is behind it."""

_HOPELESS = frozenset(
    {"channel_not_found", "is_archived", "not_in_channel", "restricted_action", "msg_too_long"}
)


class SlackPosts:
    """Posts effects of kind ``slack.post``, and letters.

    An effect's payload names the ``channel`` (or a person) and the ``reply``, or holds a letter. ``under`` is the effect in whose thread
    it stands, ``updates`` the one whose message it takes the place of, if that is there.
    """

    def __init__(self, client: WebClient, vault: Vault) -> None:
        """Post with ``client``; ``vault`` opens letters."""
        self._client = client
        self._vault = vault

    def send(self, effect: Effect) -> None:
        """Post an effect, or find that an earlier try of it arrived.

        Raises:
            NotSent: it did not leave.
        """
        try:
            self._post(effect)
        except SlackApiError as error:
            code = str(error.response["error"])
            is_refused = code not in _WORTH_WAITING and effect.attempts >= _MOST_REFUSALS
            hopeless = code in _HOPELESS or is_refused
            raise NotSent(code, hopeless=hopeless, wait_s=retry_after(error)) from error
        except Refused as refused:  # our key may come back
            raise NotSent(refused.message) from refused
        except (ValidationError, KeyError) as error:
            # Written by other code than this: no waiting mends it, and it must not hold up what is behind it.
            raise NotSent(UNREADABLE, hopeless=True) from error
        except LOST as error:
            raise NotSent(type(error).__name__) from error

    def lost(self, effect: Effect, error: str) -> Reply | None:
        """Nobody is told of a message that could not be posted: that would be another message."""
        return None

    def _post(self, effect: Effect) -> None:
        reply = self._reply(effect)
        channel = self._place(effect)
        under, updates = (str(effect.payload.get(key) or "") for key in ("under", "updates"))
        thread = str(self._find(channel, under, effect).get("ts", "")) if under else ""
        if under and not thread:
            raise NotSent("thread_not_found", hopeless=True)
        came = self._find(channel, effect.id, effect, thread=thread) if effect.attempts > 1 else {}
        if came:  # an earlier try arrived although its answer was lost
            drawn = draw(reply, lies=_IN_THREAD)
            files = drawn.files if came.get("blocks") else drawn.behind
            self._share(files, channel, thread or str(came["ts"]), effect)
            return
        mark = {"event_type": MARK, "event_payload": {"effect": effect.id}}
        stands = self._find(channel, updates, effect).get("ts") if updates else ""
        if stands:
            send = partial(self._client.chat_update, channel=channel, ts=stands, metadata=mark)
        else:
            send = partial(
                self._client.chat_postMessage,
                channel=channel,
                metadata=mark,
                thread_ts=thread or None,
            )
        posted, files = self._fitting(send, reply)
        self._share(files, channel, thread or str(posted["ts"]), effect)

    def _share(self, files: tuple[File, ...], channel: str, thread: str, effect: Effect) -> None:
        """Put files into a thread, but for those that an earlier try put there."""
        there: frozenset[str] = frozenset()
        if files and effect.attempts > 1:
            replies = self._client.conversations_replies(
                channel=channel, ts=thread, limit=_LOOKED_BACK
            )
            there = frozenset(_files_of(replies["messages"]))
        for file in files:
            if file.name not in there:
                send_file(self._client, file, channel, thread=thread)

    def _reply(self, effect: Effect) -> Reply:
        if effect.kind == BY_SLACK:
            return opened(effect.payload, self._vault).reply
        return decode(effect.payload["reply"])  # type: ignore[arg-type]

    def _fitting(self, send: Any, reply: Reply) -> tuple[Any, tuple[File, ...]]:
        """Send a message, and half of it where Slack finds it too long; gives its answer, and the files for its thread."""
        try:
            return drawn_or_told(send, draw(reply, lies=_IN_THREAD))
        except SlackApiError as error:
            if error.response["error"] not in _TOO_LONG:
                raise
            log.warning("slack.too_long", error=error.response["error"])
            half = LONGEST_MESSAGE // 2
            return drawn_or_told(send, draw(reply, native_tables=0, longest=half, lies=_IN_THREAD))

    def _place(self, effect: Effect) -> str:
        """Give the channel to post to; the history of a direct message is found by its own id, not by the person's."""
        channel = str(effect.payload["channel"])
        if not channel.startswith(("U", "W")):
            return channel
        return str(self._client.conversations_open(users=channel)["channel"]["id"])

    def _find(
        self, channel: str, wanted: str, effect: Effect, *, thread: str = ""
    ) -> Mapping[str, Any]:
        """Find the message of an effect, in the channel or in a thread; empty if it is not there."""
        since = effect.created_at - timedelta(days=1) if wanted != effect.id else effect.created_at
        look: dict[str, Any] = {
            "channel": channel,
            "oldest": str(since.timestamp()),
            "include_all_metadata": True,
            "limit": _LOOKED_BACK,
        }
        if thread:
            found = self._client.conversations_replies(**look, ts=thread)
        else:
            found = self._client.conversations_history(**look)
        return _marked(found["messages"], wanted)


def _marked(messages: Iterable[Mapping[str, Any]], wanted: str) -> Mapping[str, Any]:
    for one in messages:
        payload = one.get("metadata", {}).get("event_payload", {})
        if payload.get("effect") == wanted:
            return one
    return {}


def _files_of(messages: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (file["name"] for one in messages for file in one.get("files", ()))

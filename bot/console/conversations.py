"""Channels, direct messages, messages, threads and ephemerals, and who has read how far."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from typing import Any

from bot.console.feed import Feed
from bot.console.model import JSON, Channel, Person, SlackError, Team

CONTENT = ("text", "blocks", "attachments", "metadata", "mrkdwn", "files")


class Conversations:
    """Thread-safe; messages are kept in Slack's form and replaced as wholes, never edited in place."""

    def __init__(
        self,
        team: Team,
        people: Sequence[Person],
        channels: Sequence[Channel],
        *,
        feed: Feed,
        now: Callable[[], float],
    ) -> None:
        """Start with these channels; a direct message with the app exists for every person."""
        self._team = team
        self._feed = feed
        self._now = now
        self._lock = threading.RLock()
        self._last_us = 0
        self._names = itertools.count(1)
        self._people = {person.id: person for person in people}
        self._channels: dict[str, JSON] = {}
        self._messages: dict[str, dict[str, JSON]] = {}
        self._ephemerals: dict[str, list[JSON]] = {person.id: [] for person in people}
        self._read: dict[str, dict[str, str]] = {person.id: {} for person in people}
        for channel in channels:
            self._add(_channel_object(channel, people, team, int(now())))
        for person in people:
            self.direct([person.id])

    # --- channels ---------------------------------------------------------------------------------------------

    def channel(self, channel: str) -> JSON:
        """Give a channel by id.

        Raises:
            SlackError: ``channel_not_found``.
        """
        found = self._channels.get(channel)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def resolve(self, name: str) -> JSON:
        """Give a channel by id, by ``#name``, or the direct message with a person by the person's id."""
        if name in self._people:
            return self.direct([name])
        bare = name.removeprefix("#")
        for channel in self._channels.values():
            if name == channel["id"] or (bare and bare == channel.get("name")):
                return channel
        raise SlackError("channel_not_found")

    def all(self) -> list[JSON]:
        """Every channel and direct message."""
        return list(self._channels.values())

    def visible_to(self, user: str) -> list[JSON]:
        """Channels and direct messages that this person is in."""
        return [channel for channel in self._channels.values() if user in channel["members"]]

    def direct(self, users: Sequence[str]) -> JSON:
        """Find or open the direct message of the app with these people."""
        members = sorted({*users, self._team.bot_user})
        with self._lock:
            for channel in self._channels.values():
                if channel["is_direct"] and sorted(channel["members"]) == members:
                    return channel
            number = len(self._channels) + 1
            return self._add(_direct_object(f"D{number:08d}", members, users, int(self._now())))

    # --- messages ---------------------------------------------------------------------------------------------

    def post(self, channel: str, *, user: str, content: JSON, thread_ts: str | None = None) -> JSON:
        """Add a message by a person or the app; a reply to a reply goes to the thread's root.

        Raises:
            SlackError: ``thread_not_found`` for a root that does not exist.
        """
        with self._lock:
            messages = self._messages[channel]
            message = {"type": "message", "user": user, "ts": self.new_ts(), "team": self._team.id}
            if user == self._team.bot_user:
                message |= self._signature()
            message |= {key: content[key] for key in CONTENT if content.get(key) is not None}
            message.setdefault("text", "")
            self.name_parts(message.get("blocks", []))
            if thread_ts:
                root = messages.get(thread_ts)
                if root is None:
                    raise SlackError("thread_not_found")
                message["thread_ts"] = root.get("thread_ts", thread_ts)
            messages[message["ts"]] = message
            self._publish(channel, message)
            if thread_ts:
                self._count_reply(channel, message)
            return message

    def update(self, channel: str, ts: str, content: JSON) -> JSON:
        """Replace the content of one of the app's messages.

        Text without blocks removes the blocks; what else is not given stays.
        """
        with self._lock:
            old = self.own(channel, ts, "cant_update_message")
            fresh = dict(old)
            if content.get("text") is not None and content.get("blocks") is None:
                fresh.pop("blocks", None)
                fresh["edited"] = {"user": self._team.bot_user, "ts": self.new_ts()}
            fresh |= {key: content[key] for key in CONTENT if content.get(key) is not None}
            self.name_parts(fresh.get("blocks", []))
            self._messages[channel][ts] = fresh
            self._publish(channel, fresh)
            return fresh

    def delete(self, channel: str, ts: str) -> None:
        """Remove one of the app's messages."""
        with self._lock:
            self.own(channel, ts, "cant_delete_message")
            del self._messages[channel][ts]
            body = {"channel": channel, "ts": ts}
            self._feed.add("message_deleted", body, self._audience(channel))

    def react(self, channel: str, ts: str, name: str, user: str) -> None:
        """Add a reaction.

        Raises:
            SlackError: ``already_reacted``, ``message_not_found``.
        """
        with self._lock:
            fresh = dict(self.message(channel, ts))
            reactions = {item["name"]: list(item["users"]) for item in fresh.get("reactions", [])}
            if user in reactions.get(name, []):
                raise SlackError("already_reacted")
            reactions.setdefault(name, []).append(user)
            fresh["reactions"] = [
                {"name": key, "users": users, "count": len(users)}
                for key, users in reactions.items()
            ]
            self._messages[channel][ts] = fresh
            self._publish(channel, fresh)

    def message(self, channel: str, ts: str) -> JSON:
        """Give one message.

        Raises:
            SlackError: ``message_not_found``.
        """
        message = self._messages.get(channel, {}).get(ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    def own(self, channel: str, ts: str, otherwise: str) -> JSON:
        """Give one of the app's own messages; error ``otherwise`` if somebody else wrote it."""
        message = self.message(channel, ts)
        if message["user"] != self._team.bot_user:
            raise SlackError(otherwise)
        return message

    def messages(self, channel: str) -> list[JSON]:
        """Every message of a channel, replies included, oldest first."""
        with self._lock:
            return list(self._messages.get(channel, {}).values())

    # --- ephemerals -------------------------------------------------------------------------------------------

    def whisper(
        self,
        channel: str,
        user: str,
        content: JSON,
        *,
        thread_ts: str | None = None,
        origin: str = "",
        author: str = "",
    ) -> JSON:
        """Show a message to one person only; ``origin`` is the command it answers, shown beside it."""
        with self._lock:
            message = {
                "type": "message",
                "user": author or self._team.bot_user,
                "ts": self.new_ts(),
                "is_ephemeral": True,
                "channel": channel,
                **({} if author else self._signature()),
                **{key: content[key] for key in CONTENT if content.get(key) is not None},
            }
            message.setdefault("text", "")
            if thread_ts:
                message["thread_ts"] = thread_ts
            if origin:
                message["console_origin"] = origin
            self.name_parts(message.get("blocks", []))
            self._ephemerals[user].append(message)
            self._feed.add("ephemeral", {"message": message}, frozenset({user}))
            return message

    def rewhisper(self, user: str, ts: str, content: JSON) -> JSON | None:
        """Replace an ephemeral's content; None if it is gone."""
        with self._lock:
            for place, old in enumerate(self._ephemerals[user]):
                if old["ts"] == ts:
                    kept = {key: value for key, value in old.items() if key not in CONTENT}
                    fresh = kept | {k: content[k] for k in CONTENT if content.get(k) is not None}
                    fresh.setdefault("text", "")
                    self.name_parts(fresh.get("blocks", []))
                    self._ephemerals[user][place] = fresh
                    self._feed.add("ephemeral", {"message": fresh}, frozenset({user}))
                    return fresh
        return None

    def dismiss(self, user: str, ts: str) -> None:
        """Take an ephemeral away."""
        with self._lock:
            kept = [message for message in self._ephemerals[user] if message["ts"] != ts]
            self._ephemerals[user] = kept
            self._feed.add("ephemeral_deleted", {"ts": ts}, frozenset({user}))

    def ephemerals(self, user: str) -> list[JSON]:
        """What only this person sees, oldest first."""
        with self._lock:
            return list(self._ephemerals.get(user, ()))

    # --- reading ----------------------------------------------------------------------------------------------

    def mark_read(self, user: str, channel: str, ts: str) -> None:
        """Remember how far a person has read."""
        with self._lock:
            if ts > self._read[user].get(channel, ""):
                self._read[user][channel] = ts
                self._feed.add("read", {"channel": channel, "ts": ts}, frozenset({user}))

    def read_marks(self, user: str) -> dict[str, str]:
        """Channel -> ts of the newest message read."""
        with self._lock:
            return dict(self._read[user])

    # --- names ------------------------------------------------------------------------------------------------

    def new_ts(self) -> str:
        """A message timestamp; unique, and rising even when the clock stands."""
        with self._lock:
            self._last_us = max(int(self._now() * 1_000_000), self._last_us + 1)
            return f"{self._last_us // 1_000_000}.{self._last_us % 1_000_000:06d}"

    def name_parts(self, blocks: Any) -> None:
        """Give ``block_id`` and ``action_id`` to what has none, as Slack does."""
        for block in blocks if isinstance(blocks, list) else ():
            block.setdefault("block_id", f"b{next(self._names):05d}")
            for element in (block.get("accessory"), *_listed(block), block.get("element")):
                if isinstance(element, dict) and element.get("type") not in _NAMELESS:
                    element.setdefault("action_id", f"a{next(self._names):05d}")

    def _signature(self) -> JSON:
        team = self._team
        return {
            "bot_id": team.bot_id,
            "app_id": team.app_id,
            "bot_profile": {"id": team.bot_id, "app_id": team.app_id, "name": team.app_name},
        }

    def _count_reply(self, channel: str, reply: JSON) -> None:
        root_ts = reply["thread_ts"]
        messages = self._messages[channel]
        replies = [
            m for m in messages.values() if m.get("thread_ts") == root_ts and m["ts"] != root_ts
        ]
        root = messages[root_ts] | {
            "thread_ts": root_ts,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(m["user"] for m in replies)),
            "latest_reply": reply["ts"],
        }
        messages[root_ts] = root
        self._publish(channel, root)

    def _publish(self, channel: str, message: JSON) -> None:
        body = {"channel": channel, "message": message}
        self._feed.add("message", body, self._audience(channel))

    def _audience(self, channel: str) -> frozenset[str]:
        return frozenset(self._channels[channel]["members"])

    def _add(self, channel: JSON) -> JSON:
        self._channels[channel["id"]] = channel
        self._messages[channel["id"]] = {}
        self._feed.add("channel", {"channel": channel}, frozenset(channel["members"]))
        return channel


_NAMELESS = frozenset({"mrkdwn", "plain_text", "image", "raw_text"})


def _listed(block: JSON) -> list[Any]:
    elements = block.get("elements")
    return elements if block.get("type") == "actions" and isinstance(elements, list) else []


def _channel_object(channel: Channel, people: Sequence[Person], team: Team, created: int) -> JSON:
    members = [p.id for p in people] if channel.members is None else list(channel.members)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": created,
        "is_channel": True,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": False,
        "is_general": channel.name == "general",
        "is_member": channel.has_bot,
        "is_direct": False,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.topic, "creator": "", "last_set": 0},
        "members": members + ([team.bot_user] if channel.has_bot else []),
    }


def _direct_object(name: str, members: list[str], users: Sequence[str], created: int) -> JSON:
    alone = len(users) == 1
    shown: JSON = {
        "id": name if alone else "G" + name[1:],
        "created": created,
        "is_channel": False,
        "is_group": False,
        "is_im": alone,
        "is_mpim": not alone,
        "is_private": True,
        "is_archived": False,
        "is_member": True,
        "is_direct": True,
        "members": members,
    }
    return shown | ({"user": users[0]} if alone else {"name": "mpdm-" + "-".join(users)})

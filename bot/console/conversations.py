"""Channels, direct messages, messages, threads and ephemerals, and who has read how far."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from bot.console.feed import Feed
from bot.console.model import JSON, Channel, Person, SlackError, Team
from bot.console.naming import Names
from bot.console.rooms import channel_object, direct_object
from bot.console.timeline import Timeline

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
        self.names = Names(now)
        self._team = team
        self._feed = feed
        self._now = now
        self._lock = threading.RLock()
        self._people = {person.id: person for person in people}
        self._channels: dict[str, JSON] = {}
        self._timelines: dict[str, Timeline] = {}
        self._places: dict[str, str] = {}
        self._ephemerals: dict[str, dict[str, JSON]] = {person.id: {} for person in people}
        self._read: dict[str, dict[str, str]] = {person.id: {} for person in people}
        for channel in channels:
            self._add(channel_object(channel, people, team, int(now())))
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

    def place_of(self, ts: str) -> JSON:
        """Give the channel a message stands in.

        Raises:
            SlackError: ``message_not_found``.
        """
        if ts not in self._places:
            raise SlackError("message_not_found")
        return self._channels[self._places[ts]]

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
            return self._add(direct_object(f"D{number:08d}", members, users, int(self._now())))

    # --- messages ---------------------------------------------------------------------------------------------

    def post(self, channel: str, *, user: str, content: JSON, thread_ts: str | None = None) -> JSON:
        """Add a message by a person or the app; a reply to a reply goes to the thread's root.

        Raises:
            SlackError: ``thread_not_found`` for a root that does not exist.
        """
        with self._lock:
            ts = self.names.new_ts()
            message = {"type": "message", "user": user, "ts": ts, "team": self._team.id}
            if user == self._team.bot_user:
                message |= self._signature()
            message |= _given(content)
            message.setdefault("text", "")
            self.names.name_content(message)
            if thread_ts:
                root = self._timelines[channel].get(thread_ts)
                if root is None:
                    raise SlackError("thread_not_found")
                message["thread_ts"] = root.get("thread_ts", thread_ts)
            self._put(channel, message)
            if thread_ts:
                self._count_replies(channel, message["thread_ts"])
            return message

    def update(self, channel: str, ts: str, content: JSON) -> JSON:
        """Replace the content of one of the app's messages.

        Text without blocks removes the blocks; what else is not given stays.
        """
        with self._lock:
            fresh = dict(self.own(channel, ts, "cant_update_message"))
            if content.get("text") is not None and content.get("blocks") is None:
                fresh.pop("blocks", None)
                fresh["edited"] = {"user": self._team.bot_user, "ts": self.names.new_ts()}
            fresh |= _given(content)
            self.names.name_content(fresh)
            self._put(channel, fresh)
            return fresh

    def attach(self, channel: str, ts: str, previews: Mapping[str, JSON]) -> JSON:
        """Hang previews (url -> attachment) on somebody's message; the same url again replaces its preview."""
        with self._lock:
            fresh = dict(self.message(channel, ts))
            kept = {item["from_url"]: item for item in fresh.get("attachments", ())}
            numbered = enumerate((kept | dict(previews)).values(), start=1)
            fresh["attachments"] = [{**item, "id": number} for number, item in numbered]
            self.names.name_content(fresh)
            self._put(channel, fresh)
            return fresh

    def delete(self, channel: str, ts: str) -> None:
        """Remove one of the app's messages; one with replies leaves a tombstone that holds its thread."""
        with self._lock:
            message = self.own(channel, ts, "cant_delete_message")
            if message.get("reply_count"):
                kept = {key: message[key] for key in _THREAD if key in message}
                told = {"subtype": "tombstone", "text": "This message was deleted."}
                self._put(channel, kept | told | {"type": "message", "user": "USLACKBOT"})
                return
            self._timelines[channel].remove(ts)
            del self._places[ts]
            body = {"channel": channel, "ts": ts}
            self._feed.add("message_deleted", body, self._audience(channel))
            if message.get("thread_ts", ts) != ts:
                self._count_replies(channel, message["thread_ts"])

    def react(
        self, channel: str, ts: str, name: str, user: str, *, take_back: bool = False
    ) -> None:
        """Add a reaction, or take one back.

        Raises:
            SlackError: ``already_reacted``, ``no_reaction``, ``message_not_found``.
        """
        with self._lock:
            fresh = dict(self.message(channel, ts))
            reactions = {item["name"]: list(item["users"]) for item in fresh.get("reactions", [])}
            users = reactions.setdefault(name, [])
            if (user in users) is not take_back:
                raise SlackError("no_reaction" if take_back else "already_reacted")
            (users.remove if take_back else users.append)(user)
            fresh["reactions"] = [
                {"name": key, "users": who, "count": len(who)}
                for key, who in reactions.items()
                if who
            ]
            self._put(channel, fresh)

    def message(self, channel: str, ts: str) -> JSON:
        """Give one message.

        Raises:
            SlackError: ``message_not_found``.
        """
        timeline = self._timelines.get(channel)
        message = timeline.get(ts) if timeline else None
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
            return self._timelines[channel].all()

    def roots(self, channel: str, *, before: str = "", most: int | None = None) -> list[JSON]:
        """Messages that are no replies, oldest first: the newest ``most`` of those before ``before``."""
        with self._lock:
            return self._timelines[channel].roots(before=before, most=most)

    def replies(self, channel: str, root: str) -> list[JSON]:
        """The replies of a thread, oldest first."""
        with self._lock:
            return self._timelines[channel].replies(root)

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
                "ts": self.names.new_ts(),
                "is_ephemeral": True,
                "channel": channel,
                **({} if author else self._signature()),
                **_given(content),
            }
            message.setdefault("text", "")
            if thread_ts:
                message["thread_ts"] = thread_ts
            if origin:
                message["console_origin"] = origin
            return self._show(user, message)

    def rewhisper(self, user: str, ts: str, content: JSON) -> JSON | None:
        """Replace an ephemeral's content; None if it is gone."""
        with self._lock:
            old = self._ephemerals[user].get(ts)
            if old is None:
                return None
            kept = {key: value for key, value in old.items() if key not in CONTENT}
            fresh = kept | _given(content)
            fresh.setdefault("text", "")
            return self._show(user, fresh)

    def dismiss(self, user: str, ts: str) -> None:
        """Take an ephemeral away."""
        with self._lock:
            self._ephemerals[user].pop(ts, None)
            self._feed.add("ephemeral_deleted", {"ts": ts}, frozenset({user}))

    def ephemeral(self, user: str, ts: str) -> JSON | None:
        """Give what only this person sees, by its ``ts``."""
        return self._ephemerals.get(user, {}).get(ts)

    def ephemerals(self, user: str) -> list[JSON]:
        """What only this person sees, oldest first."""
        with self._lock:
            return list(self._ephemerals.get(user, {}).values())

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

    def unread(self, user: str) -> dict[str, int]:
        """Channel -> how many messages this person has not read."""
        with self._lock:
            marks = self._read[user]
            return {
                channel["id"]: self._timelines[channel["id"]].unread(
                    marks.get(channel["id"], ""), user
                )
                for channel in self.visible_to(user)
            }

    # --- inside -----------------------------------------------------------------------------------------------

    def new_ts(self) -> str:
        """A message timestamp; unique, and rising even when the clock stands."""
        return self.names.new_ts()

    def _signature(self) -> JSON:
        team = self._team
        return {
            "bot_id": team.bot_id,
            "app_id": team.app_id,
            "bot_profile": {"id": team.bot_id, "app_id": team.app_id, "name": team.app_name},
        }

    def _show(self, user: str, message: JSON) -> JSON:
        self.names.name_content(message)
        self._ephemerals[user][message["ts"]] = message
        self._feed.add("ephemeral", {"message": message}, frozenset({user}))
        return message

    def _count_replies(self, channel: str, root_ts: str) -> None:
        timeline = self._timelines[channel]
        root, replies = timeline.get(root_ts), timeline.replies(root_ts)
        if root is None:
            return
        counted = {
            "thread_ts": root_ts,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(reply["user"] for reply in replies)),
            "latest_reply": replies[-1]["ts"] if replies else "",
        }
        self._put(channel, root | counted)

    def _put(self, channel: str, message: JSON) -> None:
        self._timelines[channel].put(message)
        self._places[message["ts"]] = channel
        body = {"channel": channel, "message": message}
        self._feed.add("message", body, self._audience(channel))

    def _audience(self, channel: str) -> frozenset[str]:
        return frozenset(self._channels[channel]["members"])

    def _add(self, channel: JSON) -> JSON:
        self._channels[channel["id"]] = channel
        self._timelines[channel["id"]] = Timeline()
        self._feed.add("channel", {"channel": channel}, frozenset(channel["members"]))
        return channel


_THREAD = ("ts", "team", "thread_ts", "reply_count", "reply_users", "latest_reply")


def _given(content: JSON) -> JSON:
    return {key: content[key] for key in CONTENT if content.get(key) is not None}

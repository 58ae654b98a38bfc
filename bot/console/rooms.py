"""Channels and direct messages as Slack's objects."""

from __future__ import annotations

from collections.abc import Sequence

from bot.console.model import JSON, Channel, Person, Team


def channel_object(channel: Channel, people: Sequence[Person], team: Team, created: int) -> JSON:
    """A public or private channel."""
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


def direct_object(name: str, members: list[str], users: Sequence[str], created: int) -> JSON:
    """The direct message of these members; ``users`` are those without the app."""
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


def public_object(channel: JSON) -> JSON:
    """What the Web API shows of a channel."""
    return {key: value for key, value in channel.items() if key not in ("members", "is_direct")}


def kind_of(channel: JSON) -> str:
    """The word ``conversations.list`` has for it."""
    if channel["is_direct"]:
        return "im" if channel["is_im"] else "mpim"
    return "private_channel" if channel["is_private"] else "public_channel"

"""What the app's token may do: the scope each method of the Web API asks for.

Source: Slack's method reference; any one of the listed scopes is enough.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.console.model import SlackError

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_OPEN = ("im:write", "mpim:write")
NEEDED: Mapping[str, tuple[str, ...]] = {
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.unfurl": ("links:write",),
    "chat.update": ("chat:write",),
    "conversations.history": _HISTORY,
    "conversations.info": _READ,
    "conversations.join": ("channels:join",),
    "conversations.list": _READ,
    "conversations.members": _READ,
    "conversations.open": _OPEN,
    "conversations.replies": _HISTORY,
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
}
EVENTS: Mapping[str, str] = {
    "app_mention": "app_mentions:read",
    "link_shared": "links:read",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
}
"""Event -> the scope without which Slack does not deliver it."""


def refuse_without(granted: frozenset[str] | None, method: str) -> None:
    """Refuse a method the token has no scope for; ``granted`` None grants everything.

    Raises:
        SlackError: ``missing_scope``, with what is needed and what the token has.
    """
    needed = NEEDED.get(method, ())
    if granted is None or not needed or granted & set(needed):
        return
    has = ",".join(sorted(granted))
    raise SlackError("missing_scope", more={"needed": needed[0], "provided": has})

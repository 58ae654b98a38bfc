"""What Trunkline registers with Slack: slash commands, shortcuts, events, and the Web API methods it calls.

The one list of each: the app registers its listeners from it and the manifest is made of it, so that neither has what
the other lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.kit.catalogue import Catalogue, Surface
from schemas.settings import Settings

ALL = "trunkline"
STANDING = ("customer", "simulate", "cdr")
"""Areas with a slash command of their own wherever they exist; ``settings.yaml`` lists further ones."""


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A slash command. ``name`` begins with a slash."""

    name: str
    description: str
    usage: str


class On(StrEnum):
    """Where a shortcut is offered, in the manifest's words."""

    MESSAGE = "message"
    ANYWHERE = "global"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut in Slack's menus."""

    id: str
    name: str
    description: str
    on: On


FIND = Shortcut(
    "find-customer",
    "Find customer",
    "Find the customers whose names, numbers or addresses stand in this message",
    On.MESSAGE,
)
EXPLAIN = Shortcut(
    "explain",
    "Explain number or IP",
    "Say whose the numbers and addresses in this message are",
    On.MESSAGE,
)
RUN = Shortcut("run", "Run a command", "Choose a command and fill in its form", On.ANYWHERE)
SHORTCUTS = (RUN, FIND, EXPLAIN)

HOME_OPENED = "app_home_opened"
LINK_SHARED = "link_shared"

EVENTS: Mapping[str, tuple[str, ...]] = {HOME_OPENED: (), LINK_SHARED: ("links:read",)}
"""Event -> the scopes that subscribing to it asks for."""

METHODS: Mapping[str, tuple[str, ...]] = {
    "auth.test": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.unfurl": ("links:write",),
    "chat.update": ("chat:write",),
    # What was posted is looked for by its mark before it is posted again: in channels of either kind and in messages.
    "conversations.history": (
        "channels:history",
        "groups:history",
        "im:history",
        "metadata.message:read",
    ),
    "conversations.open": ("im:write",),
    "conversations.replies": (
        "channels:history",
        "groups:history",
        "im:history",
        "metadata.message:read",
    ),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""Web API method -> the scopes it needs for what we use it for; a test compares with the calls in the code."""


def slash_commands(catalogue: Catalogue, settings: Settings | None) -> tuple[SlashCommand, ...]:
    """Give the slash commands of a carrier; without settings those that every carrier has."""
    wanted = (*STANDING, *(settings.slack.commands if settings is not None else ()))
    areas = (name for name in dict.fromkeys(wanted) if name in offerable(catalogue))
    every = SlashCommand(f"/{ALL}", "Every command", "help")
    return (every, *(_command(catalogue, name) for name in areas))


def offerable(catalogue: Catalogue) -> tuple[str, ...]:
    """Give every first word of commands for Slack: each may have a slash command."""
    in_slack = (entry for entry in catalogue.entries if Surface.SLACK in entry.surfaces)
    return tuple(dict.fromkeys(entry.words[0] for entry in in_slack))


def _command(catalogue: Catalogue, name: str) -> SlashCommand:
    single = catalogue.get(name)
    if single is not None and Surface.SLACK in single.surfaces:
        # Where nothing is required, an example says more than a word in brackets.
        usage = (single.usage if single.required else single.examples[0]).removeprefix(name).strip()
        return SlashCommand(f"/{name}", single.help, usage or "help")
    return SlashCommand(f"/{name}", catalogue.verbs([name]), "help")


def scopes() -> tuple[str, ...]:
    """Give every scope the bot's token needs."""
    needed = {"commands", *(s for group in METHODS.values() for s in group)}
    return tuple(sorted(needed | {s for group in EVENTS.values() for s in group}))

"""Slack's menus: a command chosen by name from anywhere, and what can be asked of a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.slack.forms import VALUE
from bot.slack.sections import Json
from bot.slack.suggest import suggest
from bot.slack.surface import EXPLAIN, FIND
from handlers.kit.catalogue import Catalogue, Entry, Surface
from handlers.kit.command import Actor

PICKER = "picker"
COMMAND = "command"
LONGEST_TEXT = 4000

ASKS: Mapping[str, str] = {FIND.id: "customer mentioned", EXPLAIN.id: "explain"}
"""Shortcut on a message -> the command that is given its text."""


def picker_view() -> Json:
    """Ask which command to run."""
    element = {
        "type": "external_select",
        "action_id": VALUE,
        "min_query_length": 0,
        "focus_on_load": True,
        "placeholder": {"type": "plain_text", "text": "customer add, route, undo ..."},
    }
    return {
        "type": "modal",
        "callback_id": PICKER,
        "title": {"type": "plain_text", "text": "Run a command"},
        "submit": {"type": "plain_text", "text": "Next"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [
            {
                "type": "input",
                "block_id": COMMAND,
                "label": {"type": "plain_text", "text": "Command"},
                "element": element,
            }
        ],
    }


def commands_for(catalogue: Catalogue, actor: Actor, typed: str) -> list[Json]:
    """Suggest the commands a person may run in Slack."""
    offered = [
        (entry.name, f"{entry.name}: {entry.help}")
        for entry in catalogue.entries
        if Surface.SLACK in entry.surfaces and actor.may(entry.role)
    ]
    return suggest(offered, typed)


def picked(catalogue: Catalogue, view: Mapping[str, Any]) -> Entry | None:
    """Give the command that was chosen."""
    state = view.get("state", {}).get("values", {}).get(COMMAND, {}).get(VALUE, {})
    return catalogue.get(str((state.get("selected_option") or {}).get("value")))


def text_of(message: Mapping[str, Any]) -> str:
    """Give everything a message says: what people typed, and what apps laid out in blocks and attachments."""
    parts = dict.fromkeys(part for part in _texts(message) if part.strip())
    return "\n".join(parts)[:LONGEST_TEXT]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key in ("text", "fallback", "title", "pretext"):
            if isinstance(value.get(key), str):
                yield value[key]
        for key in ("text", "fields", "elements", "blocks", "attachments", "rows"):
            if not isinstance(value.get(key), str):
                yield from _texts(value.get(key))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)

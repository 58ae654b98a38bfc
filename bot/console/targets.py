"""Finding one's way in a message or view that somebody interacts with."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from bot.console import values
from bot.console.model import JSON
from bot.console.values import Values


def blocks_of(target: JSON) -> list[JSON]:
    """Every block, those in attachments included."""
    attached = [a.get("blocks") or [] for a in target.get("attachments") or ()]
    return [*(target.get("blocks") or ()), *itertools.chain.from_iterable(attached)]


def find(target: JSON, action_id: str, block_id: str) -> tuple[JSON, JSON]:
    """The element with this action id (in that block, if named), and its block.

    Raises:
        LookupError: there is none.
    """
    for block, element in values.elements(blocks_of(target)):
        if element["action_id"] == action_id and block_id in ("", block["block_id"]):
            return block, element
    raise LookupError(f"nothing here has the action id {action_id!r}")


def element_key(target: JSON, block: JSON, action_id: str) -> tuple[str, str, str]:
    """What tells an element apart from every other in the workspace."""
    return target.get("id") or target["ts"], block["block_id"], action_id


def by_block(view: JSON, entries: Mapping[str, Any]) -> Values:
    """Sort entries by block; their keys may be action ids, block ids, or both nested.

    Raises:
        LookupError: a key fits nothing in the view.
    """
    found: dict[str, dict[str, Any]] = {}
    known: set[str] = set()
    for block, element in values.elements(view["blocks"]):
        block_id, action_id = block["block_id"], element["action_id"]
        known |= {block_id, action_id}
        inner = entries.get(block_id)
        if isinstance(inner, Mapping) and action_id in inner:
            found.setdefault(block_id, {})[action_id] = inner[action_id]
        elif block_id in entries and not (isinstance(inner, Mapping) and "value" not in inner):
            found.setdefault(block_id, {})[action_id] = inner
        elif action_id in entries:
            found.setdefault(block_id, {})[action_id] = entries[action_id]
    unknown = entries.keys() - known
    if unknown:
        raise LookupError(f"the view has no {', '.join(sorted(unknown))}")
    return found

"""What fields say, for people to read: those that are set with their values, the others in one line with defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from engine.documents import at_path
from handlers.kit.catalogue import label_of
from handlers.kit.reply import Block, Fields, Text
from handlers.kit.wording import show
from schemas.fields import Leaf, leaf_fields


def told(leaves: Iterable[Leaf], said: Mapping[str, Any]) -> list[Block]:
    """Show what a document says in these fields."""
    return told_values((leaf, at_path(said, leaf.path)) for leaf in leaves)


def told_values(fields: Iterable[tuple[Leaf, Any]]) -> list[Block]:
    """Show what is set; name in one line what is not, with the default where there is one."""
    values = tuple(fields)
    pairs = tuple((label_of(leaf.flag), show(value)) for leaf, value in values if value is not None)
    unset = ", ".join(_unset(leaf) for leaf, value in values if value is None and not leaf.item)
    blocks: list[Block] = [Fields(pairs)] if pairs else []
    return [*blocks, Text(f"Not set: {unset}")] if unset else blocks


def numbers_of(model: type[BaseModel], flags: Iterable[str]) -> tuple[str, ...]:
    """Give the labels of those fields that hold counts and amounts, for the columns of a table."""
    counted = {leaf.flag for leaf in leaf_fields(model) if leaf.is_number}
    return tuple(label_of(flag) for flag in flags if flag in counted)


def _unset(leaf: Leaf) -> str:
    default = show(leaf.default)
    name, _, unit = label_of(leaf.flag).removesuffix(")").partition(" (")
    inside = name if name[:2].isupper() else name[:1].lower() + name[1:]
    told = " ".join(part for part in (default, unit) if part not in ("", "-"))
    return f"{inside} ({told})" if told else inside

"""What edits mean, on plain values and without any text: the yardstick an edited text is held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.yamltext.scalars import as_read, is_confusable, stays_plain
from engine.edits import (
    DeleteItem,
    DeleteKey,
    FieldEdit,
    InsertItem,
    MoveItem,
    Plain,
    Pointer,
    SetKey,
)
from engine.errors import Refused
from schemas.values import PlainText


def spoken(at: Pointer) -> str:
    """Give a pointer the way people write it: ``contacts.1.email``."""
    return ".".join(str(step) for step in at)


def read_form(value: Plain) -> Any:
    """Give the value that reading gives back for one that was written.

    Raises:
        TypeError: the value is of no kind that a document holds.
    """
    match value:
        case None:
            return None
        case bool():
            return PlainText("true" if value else "false")
        case int():
            return PlainText(value)
        case PlainText():
            return as_read(value) if stays_plain(value) else str(value)
        case str():
            return str(value)
        case Mapping():
            return {str(key): read_form(item) for key, item in value.items()}
        case Sequence():
            return [read_form(item) for item in value]
    raise TypeError(f"a document cannot hold {value!r}")


def same(one: Any, other: Any) -> bool:
    """Whether two read values are equal; text that could be something else must be quoted in both or in neither."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if one != other:
        return False
    return isinstance(one, PlainText) == isinstance(other, PlainText) or not is_confusable(one)


def apply_to_value(value: Mapping[str, Any], edits: Sequence[FieldEdit]) -> dict[str, Any]:
    """Apply edits to a read value and give the result; the value given stays as it is.

    Raises:
        Refused: a pointer leads nowhere.
    """
    result: dict[str, Any] = _copied(value)
    for edit in edits:
        match edit:
            case SetKey(at=at, value=new):
                _set(result, at, read_form(new))
            case DeleteKey(at=at):
                del _mapping(result, at)[at[-1]]
            case InsertItem(at=at, value=new):
                _list_to_fill(result, at).insert(_index(at), read_form(new))
            case DeleteItem(at=at):
                del _list(result, at)[_index(at)]
            case MoveItem(at=at, to=to):
                items = _list(result, at)
                if not 0 <= to < len(items):
                    raise nowhere((*at[:-1], to))
                items.insert(to, items.pop(_index(at)))
    return result


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_copied(item) for item in value]
    return value


def nowhere(at: Pointer) -> Refused:
    """The answer to a pointer that leads nowhere."""
    return Refused(
        f"there is no {spoken(at)} in the document", "read it again: it may have changed"
    )


def _index(at: Pointer) -> int:
    if not isinstance(at[-1], int):
        raise nowhere(at)
    return at[-1]


def _follow(value: Any, at: Pointer) -> Any:
    for depth, step in enumerate(at):
        found = isinstance(value, dict) and step in value
        found = found or (
            isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)
        )
        if not found:
            raise nowhere(at[: depth + 1])
        value = value[step]
    return value


def _mapping(value: Any, at: Pointer) -> Any:
    parent = _follow(value, at[:-1])
    if not at or not isinstance(parent, dict) or at[-1] not in parent:
        raise nowhere(at)
    return parent


def _list(value: Any, at: Pointer) -> Any:
    parent = _follow(value, at[:-1])
    if not at or not isinstance(parent, list) or not 0 <= _index(at) < len(parent):
        raise nowhere(at)
    return parent


def _list_to_fill(value: Any, at: Pointer) -> Any:
    if not at or not at[:-1]:
        raise nowhere(at)
    parent = _follow(value, at[:-1])
    if parent is None:
        holder = _follow(value, at[:-2])
        holder[at[-2]] = parent = []
    if not isinstance(parent, list) or not 0 <= _index(at) <= len(parent):
        raise nowhere(at)
    return parent


def _set(value: Any, at: Pointer, new: Any) -> None:
    if not at:
        raise nowhere(at)
    holder: Any = value
    for depth, step in enumerate(at[:-1]):
        if isinstance(holder, dict) and isinstance(step, str):
            holder.setdefault(step, None)
        try:
            child = _follow(holder, (step,))
        except Refused as fault:
            raise nowhere(at[: depth + 1]) from fault
        if child is None:
            child = holder[step] = {}
        holder = child
    last: Any = at[-1]
    is_key = isinstance(holder, dict) and isinstance(last, str)
    is_item = isinstance(holder, list) and isinstance(last, int) and 0 <= last < len(holder)
    if not (is_key or is_item):
        raise nowhere(at)
    holder[last] = new

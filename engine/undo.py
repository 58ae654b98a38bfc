"""The inverse of a change, field by field, for a file that others have edited since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.book import Book
from engine.documents import to_plain
from engine.edits import DeleteKey, DocumentEdit, EditDocument, FieldEdit, Plain, Pointer, SetKey
from engine.plan import Action
from schemas.fields import Shape, key_order, leaf_fields
from schemas.kinds import kind_of


def conflicts(book: Book, path: str, changes: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Say for each recorded change of ``path`` why it cannot be taken back; empty if all can.

    ``changes`` are as an operation remembers them: field, action, before, after.
    """
    if book.documents.blob(path) is None:
        return (f"{path} is not there any more",)
    if any(not change["field"] for change in changes):
        return (f"{path} was edited after it was made, and would be lost",)
    now = dict(_leaves((), _document(book, path)))
    return tuple(_clashes(path, now, changes))


def _clashes(
    path: str, now: Mapping[Pointer, Plain], changes: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    for change in changes:
        field, left = change["field"], change["after"]
        present = now.get(_pointer(path, field))
        if "[" in field:
            yield f"{field} stands in a list that was edited since"
        elif present != left:
            yield f"{field} is {_said(present)} now, not {_said(left)} as the change left it"


def _said(value: Plain) -> str:
    return "not set" if value is None else str(value)


def inverse_edits(
    book: Book, path: str, changes: Sequence[Mapping[str, Any]]
) -> tuple[DocumentEdit, ...]:
    """Give the edits that put back the values from before; ask ``conflicts`` first."""
    placed = kind_of(path)
    orders = key_order(placed[0].model) if placed else {}
    edits: list[FieldEdit] = []
    for change in changes:
        at = _pointer(path, change["field"])
        if change["action"] == Action.ADDED:
            edits.append(DeleteKey(at))
        else:
            edits.append(SetKey(at, change["before"], orders.get(at[:-1], ())))
    return (EditDocument(path, tuple(edits)),)


def _pointer(path: str, field: str) -> tuple[str, ...]:
    """Take a dotted field apart; the name of a variable may hold dots of its own and stays whole."""
    placed = kind_of(path)
    for leaf in leaf_fields(placed[0].model) if placed else ():
        if leaf.shape is Shape.MAP and field.startswith(f"{leaf.path}."):
            return (*leaf.pointer, field.removeprefix(f"{leaf.path}."))
    return tuple(field.split("."))


def _document(book: Book, path: str) -> Mapping[str, Plain]:
    model = book.documents.load(path).model
    return to_plain(model) if model is not None else {}


def _leaves(at: Pointer, value: Plain) -> Iterator[tuple[Pointer, Plain]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves((*at, key), below)
    else:
        yield at, value

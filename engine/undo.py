"""The inverse of a change, field by field, for a file that others have edited since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.book import Book, file_blob
from engine.documents import to_plain
from engine.edits import (
    DeleteKey,
    DeleteRow,
    DocumentEdit,
    EditDocument,
    EditTable,
    FieldEdit,
    InsertRow,
    Plain,
    Pointer,
    RowEdit,
    SetKey,
    SetRow,
)
from engine.plan import Action
from engine.rate_changes import rows_of
from engine.rate_table import Key, rate_table_at
from schemas.fields import Shape, key_order, leaf_fields
from schemas.kinds import kind_of

_ROW = re.compile(
    r"rates\[(?P<prefix>[0-9]+)(?: in (?P<window>[^\] ]+))?(?: from (?P<since>[^\]]+))?\](?:\.(?P<column>\w+))?"
)


def revives_secrets(plan: Mapping[str, Any]) -> bool:
    """Whether taking back what an operation did (its plan as it was remembered) would put an old secret over a new one.

    Taking away one that was added does not, nor does bringing back what was removed together with its secret.
    """
    changes: Sequence[Mapping[str, Any]] = plan.get("changes", ())
    return any(one.get("sealed") and one["action"] == Action.CHANGED for one in changes)


def conflicts(book: Book, path: str, changes: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Say for each recorded change of ``path`` why it cannot be taken back; empty if all can.

    ``changes`` are as an operation remembers them: field, action, before, after.
    """
    if file_blob(book.documents, path) is None:
        return (f"{path} is not there any more",)
    if not changes:
        return (f"{path} was edited since, and the change moved it or laid it out anew",)
    if rate_table_at(path) is not None:
        return tuple(_row_clashes(rows_of(path, book.documents.data(path)), path, changes))
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
        if change.get("sealed"):
            yield f"{field} is a secret, and the file was edited since"
        elif "[" in field:
            yield f"{field} stands in a list that was edited since"
        elif present != left:
            yield f"{field} is {_said(present)} now, not {_said(left)} as the change left it"


def _said(value: Plain) -> str:
    return "not set" if value is None else str(value)


def inverse_edits(
    book: Book, path: str, changes: Sequence[Mapping[str, Any]]
) -> tuple[DocumentEdit, ...]:
    """Give the edits that put back the values from before; ask ``conflicts`` first."""
    if rate_table_at(path) is not None:
        return (EditTable(path, tuple(_row_inverse(change) for change in changes)),)
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


def _row_clashes(
    rows: Mapping[Key, Mapping[str, str]], path: str, changes: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    for change in changes:
        found = _ROW.fullmatch(change["field"])
        if found is None:
            yield f"too many rows of {path} changed to be taken back one by one"
            continue
        row = rows.get((found["prefix"], found["window"] or "", found["since"] or ""))
        present = (row or {}).get(found["column"]) if found["column"] else row
        if present != change["after"]:
            yield f"{change['field']} is {present} now, not {change['after']} as the change left it"


def _row_inverse(change: Mapping[str, Any]) -> RowEdit:
    found = _ROW.fullmatch(change["field"])
    assert found is not None, change["field"]
    prefix, since, window = found["prefix"], found["since"] or "", found["window"] or ""
    if found["column"]:
        return SetRow(prefix, since, {found["column"]: change["before"] or ""}, window)
    if change["action"] == Action.ADDED:
        return DeleteRow(prefix, since, window)
    return InsertRow(prefix, since, change["before"], window)


def _document(book: Book, path: str) -> Mapping[str, Plain]:
    model = book.documents.load(path).model
    return to_plain(model) if model is not None else {}


def _leaves(at: Pointer, value: Plain) -> Iterator[tuple[Pointer, Plain]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves((*at, key), below)
    else:
        yield at, value

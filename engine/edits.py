"""What can be done to a config document, as values; applying them to text is the business of an adapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from typing_extensions import TypeAliasType

Plain = TypeAliasType("Plain", "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None")
"""A document as plain values. From a file every scalar is text; values to be written may be int or bool too."""

Pointer: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the root of a document: ``("contacts", 1, "email")``."""


@dataclass(frozen=True, slots=True)
class SetKey:
    """Give the mapping key at ``at`` this value, inserting it if absent.

    ``order`` is the canonical order of the keys of that mapping: an inserted key goes behind the nearest of its
    predecessors that is present. Missing parent mappings are created. A text value that a YAML reader could take
    for something else is written in quotes.
    """

    at: Pointer
    value: Plain
    order: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DeleteKey:
    """Remove the mapping key at ``at`` with everything below it and the comments that describe it."""

    at: Pointer


@dataclass(frozen=True, slots=True)
class InsertItem:
    """Put ``value`` into the list at ``at[:-1]`` so that it becomes item ``at[-1]``; the length appends."""

    at: Pointer
    value: Plain


@dataclass(frozen=True, slots=True)
class DeleteItem:
    """Remove the list item at ``at`` and the comments that describe it."""

    at: Pointer


@dataclass(frozen=True, slots=True)
class MoveItem:
    """Move the list item at ``at`` with its comments so that it becomes item ``to`` of the same list."""

    at: Pointer
    to: int


FieldEdit: TypeAlias = SetKey | DeleteKey | InsertItem | DeleteItem | MoveItem


@dataclass(frozen=True, slots=True)
class EditDocument:
    """Apply ``edits`` in order to the existing document at ``path``."""

    path: str
    edits: tuple[FieldEdit, ...]


@dataclass(frozen=True, slots=True)
class CreateDocument:
    """Write a new document at ``path``; refused if one is there."""

    path: str
    content: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class DeleteDocument:
    """Remove the document at ``path``."""

    path: str


@dataclass(frozen=True, slots=True)
class RestoreDocument:
    """Put back the exact bytes ``data`` at ``path`` (``None``: no file); the way an undo restores every byte."""

    path: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class MoveDocument:
    """Put the file at ``path``, of whatever kind, to ``to``; only its editor modeline follows the new place."""

    path: str
    to: str


@dataclass(frozen=True, slots=True)
class SetRow:
    """Give cells of the row of ``prefix``, ``since`` and ``window`` (empty: always) other values: column -> text."""

    prefix: str
    since: str
    cells: Mapping[str, str]
    window: str = ""


@dataclass(frozen=True, slots=True)
class InsertRow:
    """Add a row at its place in canonical order; refused if there is one of this prefix, ``since`` and ``window``."""

    prefix: str
    since: str
    cells: Mapping[str, str]
    window: str = ""


@dataclass(frozen=True, slots=True)
class DeleteRow:
    """Remove the row of ``prefix``, ``since`` and ``window``."""

    prefix: str
    since: str
    window: str = ""


RowEdit: TypeAlias = SetRow | InsertRow | DeleteRow


@dataclass(frozen=True, slots=True)
class EditTable:
    """Apply ``edits`` in order to the existing rate table at ``path``."""

    path: str
    edits: tuple[RowEdit, ...]


DocumentEdit: TypeAlias = (
    EditDocument | CreateDocument | DeleteDocument | RestoreDocument | MoveDocument | EditTable
)

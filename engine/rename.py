"""Giving a document another id: its files move, and every reference to it is rewritten where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from engine.book import Book
from engine.edits import DocumentEdit, EditDocument, FieldEdit, MoveDocument, Pointer, SetKey
from engine.errors import Invalid, Refused, Severity
from engine.ports.texts import DocumentText
from engine.references import reference_index
from schemas.base import DocumentKind
from schemas.faults import quoted
from schemas.fields import group_of, item_of, old_names
from schemas.kinds import kind_named, kind_of

RENAMED = (
    DocumentKind.PROVIDER,
    DocumentKind.RATE_CARD,
    DocumentKind.PACKAGE,
    DocumentKind.CONTRACT,
    DocumentKind.PREFIX_SET,
    DocumentKind.STRATEGY,
)
"""Kinds whose documents may get another id."""

KEPT: Mapping[str, str] = {
    DocumentKind.CUSTOMER: "calls, invoices and payments name it for ever",
    "operator": "commits and approvals name it for ever",
}
"""Kinds that keep their ids -> why."""


def rename(
    book: Book, kind: str, old: str, new: str, text: DocumentText
) -> tuple[DocumentEdit, ...]:
    """Give the edits that rename a document and rewrite every reference to it.

    Raises:
        Refused: this kind keeps its ids, there is no such document, or the new id is taken.
        Invalid: a document does not read, so that a reference in it might be missed.
    """
    if kind not in RENAMED:
        why = KEPT.get(kind, "nothing else refers to it")
        raise Refused(
            f"the id of a {kind} is not changed: {why}", f"kinds to rename: {', '.join(RENAMED)}"
        )
    path = book.path_of(kind, old)
    if old == new:
        return ()
    if book.has(kind, new):
        raise Refused(f"there is a {kind} {quoted(new)} already", "choose another id")
    broken = [problem for problem in book.problems() if problem.severity is Severity.ERROR]
    if broken:
        raise Invalid(broken)
    # References first: they are found where the files stand now, also in files that move.
    return (*_rewritten(book, kind, old, new, text), *_moves(book, kind, path, old, new))


def _moves(book: Book, kind: str, path: str, old: str, new: str) -> Iterator[MoveDocument]:
    target = kind_named(kind).path(new)
    if path.rpartition("/")[2] == target.rpartition("/")[2]:
        folder, to = path.rpartition("/")[0], target.rpartition("/")[0]
        for file in sorted(book.documents.blobs()):
            if file.startswith(f"{folder}/"):
                yield MoveDocument(file, to + file[len(folder) :])
    else:
        yield MoveDocument(path, target)


def _rewritten(
    book: Book, kind: str, old: str, new: str, text: DocumentText
) -> Iterator[EditDocument]:
    places: dict[str, list[Pointer]] = defaultdict(list)
    for held in book.documents.facts.find(reference_index(kind), old):
        places[held.path].append(held.fact.at)
    for path in sorted(places):
        placed = kind_of(path)
        value = text.read(path, book.documents.data(path)).value
        if placed is not None and value is not None:
            pointers = (as_written(placed[0].model, value, at) for at in places[path])
            edits: Sequence[FieldEdit] = [SetKey(at, new) for at in pointers]
            yield EditDocument(path, tuple(edits))


def as_written(model: type[BaseModel], value: Any, at: Pointer) -> Pointer:
    """Give a pointer as the file has it, where it uses old names of fields."""
    found: list[str | int] = []
    here, group = value, model
    for step in at:
        name: str | int = step
        if isinstance(step, str) and isinstance(here, Mapping):
            field = group.model_fields.get(step)
            if field is not None:
                name = next((one for one in (step, *old_names(field)) if one in here), step)
                group = group_of(field.annotation) or item_of(field.annotation) or group
        found.append(name)
        here = here[name]
    return tuple(found)

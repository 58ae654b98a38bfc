"""The fields that a file of items has of its own, beside its list: which forced caller number is shown, quiet hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from engine.book import Book
from engine.documents import at_path, to_plain
from engine.edits import CreateDocument, DeleteDocument, DocumentEdit, EditDocument, Plain
from engine.errors import Refused
from handlers.kit.command import FieldError, Intent
from handlers.kit.fields import edits_for, flags, given, nested
from handlers.kit.item_places import ItemList, Place, place_of
from handlers.kit.items import card_buttons
from handlers.kit.services import Services
from schemas.fields import leaf_fields
from schemas.kinds import kind_named


def check_file_fields(items: ItemList, args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside its field what stands against changing the file's own fields."""
    known = flags(kind_named(items.tab).model)
    for name in args.unset:
        if name not in known:
            yield FieldError("unset", f'there is no field "{name}"; fields are {", ".join(known)}')
        elif getattr(args, name) is not None:
            yield FieldError(name, f"{name} gets a value and is unset too; say one of them")


def file_fields_changed(items: ItemList, args: Any, services: Services, *, command: str) -> Intent:
    """Give the file's own fields other values; the file comes and goes with what it says."""
    whose = items.whose(args)
    place = place_of(items, whose, services)
    wanted: dict[str, Plain] = dict(given(args, place.model))
    wanted |= {flags(place.model)[name]: None for name in args.unset}
    if not wanted:
        raise Refused(
            "nothing was named to change",
            f"see what can be changed with: help {command}",
        )
    now = _standing(place, services.book)
    fields = {path: value for path, value in wanted.items() if _differs(place, args, path, now)}
    return Intent(
        f"Edit {', '.join(fields) or 'nothing'} of the {items.plural} of {items.called(whose)}",
        _edits(place, fields, services.book),
        then=card_buttons(items, whose),
    )


def file_fields_now(
    items: ItemList, whose: Mapping[str, str], services: Services
) -> dict[str, Any]:
    """Give what a form comes filled with: the file's own fields by their flags."""
    place = place_of(items, whose, services)
    now = to_plain(_standing(place, services.book))
    values = {name: at_path(now, path) for name, path in flags(place.model).items()}
    return {name: value for name, value in values.items() if value is not None}


def _standing(place: Place, book: Book) -> Any:
    """Give the file as it is meant; one that is not there, or does not hold, says nothing."""
    there = book.documents.blob(place.path) is not None
    found = book.documents.load(place.path).model if there else None
    return place.model() if found is None else found


def _differs(place: Place, args: Any, path: str, now: Any) -> bool:
    leaf = next(leaf for leaf in leaf_fields(place.model) if leaf.path == path)
    value = getattr(args, leaf.flag)
    stands = at_path(place.file, path) is not None
    return stands if value is None else not stands or reduce(getattr, leaf.pointer, now) != value


def _edits(place: Place, fields: Mapping[str, Plain], book: Book) -> tuple[DocumentEdit, ...]:
    if book.documents.blob(place.path) is None:
        return (CreateDocument(place.path, nested(fields)),) if fields else ()
    said = {leaf.path for leaf in leaf_fields(place.model) if at_path(place.file, leaf.path)}
    if fields and not any(fields.values()) and said <= set(fields):
        return (DeleteDocument(place.path),)
    return (EditDocument(place.path, edits_for(place.model, fields, place.file)),)

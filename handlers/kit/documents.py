"""Whole documents: making, changing and removing one of any kind. Each is known by its id, which never changes.

Which kinds there are stands in ``handlers.kit.document_areas``; what a person is shown of them is made in
``handlers.kit.document_replies``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.book import Book
from engine.checks import owner_of
from engine.checks.unknown_reference import RULE as STILL_REFERRED
from engine.documents import at_path, to_plain
from engine.edits import (
    CreateDocument,
    DeleteDocument,
    DocumentEdit,
    EditDocument,
    Plain,
    RestoreDocument,
)
from engine.errors import Invalid, Problem, Refused
from engine.fact_keys import folded
from engine.facts import Held, Index
from engine.references import reference_index
from handlers.kit.command import FieldError, Intent
from handlers.kit.fields import edits_for, flags, given, nested, written_as
from handlers.kit.item_args import WithId, WithUnset
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.fields import leaf_fields
from schemas.kinds import KINDS, kind_named
from schemas.values import slug_from

MOST_NAMED = 20
"""How many places that use a document are named one by one when it cannot go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentArea:
    """A kind of documents, and the words people use for it.

    ``area`` is what its commands begin with, ``argument`` what they call a document; empty if there is only one.
    ``columns`` are the flags a list of them shows. ``name_index`` tells whose a name is, where facts know it.
    ``sealed`` are the flags nobody is shown. ``beside`` are the names of files that come and go with the document.
    ``example`` is an edit as people type it, behind the words of the command. ``card`` is what people call what
    ``show`` shows, if not by the noun.
    """

    kind: str
    noun: str
    plural: str
    area: str
    argument: str
    columns: tuple[str, ...]
    example: str
    name_index: Index | None = None
    sealed: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    card: str = ""

    @property
    def model(self) -> type[BaseModel]:
        """The model of its documents."""
        return kind_named(self.kind).model

    def command(self, verb: str) -> str:
        """Name one of the commands about these documents: ``rate card add``."""
        return f"{self.area} {verb}"

    def named(self, name: str) -> dict[str, str]:
        """Give the argument that names a document."""
        return {self.argument: name} if self.argument else {}

    def name_in(self, args: Any) -> str:
        """Give the id of the document that arguments name."""
        return str(getattr(args, self.argument)) if self.argument else self.kind

    def called(self, name: str) -> str:
        """Name a document in a sentence: ``package uk-1000``."""
        return f"{self.noun} {name}" if self.argument else self.noun

    def button(self, name: str) -> Button:
        """Make the button that shows a document."""
        return Button(f"Show {self.card or self.noun}", self.command("show"), self.named(name))


class NewDocument(WithId):
    """What a new document has besides its fields."""

    model_config = ConfigDict(extra="forbid")


class ChangedDocument(WithUnset):
    """What an edit of a document has besides its fields."""

    model_config = ConfigDict(extra="forbid")


# --- making -------------------------------------------------------------------------------------------------------


def check_new_document(area: DocumentArea, args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside its field what stands against a new document."""
    name = args.id or slug_from(args.name)
    if not name:
        yield FieldError("id", "no id can be made from this name; give one in latin letters")
    elif book.has(area.kind, name):
        yield FieldError(
            "id" if args.id else "name", f"there is a {area.called(name)} already; give another id"
        )
    yield from _name_taken(area, args, book, own="")


def _name_taken(area: DocumentArea, args: Any, book: Book, *, own: str) -> Iterator[FieldError]:
    others = [name for name in _called(area, args.name, book) if name != own]
    if others:
        yield FieldError("name", f"{area.called(others[0])} has this name already")


def _called(area: DocumentArea, name: str, book: Book) -> list[str]:
    """Give the ids of the documents of this name."""
    if area.name_index is not None:
        found = book.documents.facts.find(area.name_index, folded(name))
        return [owner_of(held.path) for held in found]
    return [
        loaded.id
        for loaded in book.documents.every(area.kind)
        if folded(str(getattr(loaded.model, "name", ""))) == folded(name)
    ]


def document_added(
    area: DocumentArea,
    args: Any,
    services: Services,
    *,
    content: Mapping[str, Plain] | None = None,
    files: Mapping[str, bytes] | None = None,
    then: tuple[Button, ...] = (),
) -> Intent:
    """Write a new document: ``content``, or the fields that were given; ``files`` come to stand beside it."""
    book = services.book
    name = args.id or slug_from(args.name)
    if book.has(area.kind, name):
        raise Refused(
            f"there is a {area.called(name)} already",
            f"see it with: {area.command('show')} {name}",
        )
    path = kind_named(area.kind).path(name, fan_out=book.settings.fan_out)
    fields = nested(given(args, area.model)) if content is None else content
    folder = path.rpartition("/")[0]
    beside = (RestoreDocument(f"{folder}/{file}", data) for file, data in (files or {}).items())
    return Intent(
        f"Add {area.called(name)}",
        (CreateDocument(path, fields), *beside),
        then=(area.button(name), *then),
    )


# --- changing -----------------------------------------------------------------------------------------------------


def check_changed_document(area: DocumentArea, args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside its field what stands against changing a document."""
    known = _editable(area, args)
    for name in args.unset:
        if name not in known:
            yield FieldError("unset", f'there is no field "{name}"; fields are {", ".join(known)}')
        elif getattr(args, name) is not None:
            yield FieldError(name, f"{name} gets a value and is unset too; say one of them")
    if area.argument and args.name is not None:
        yield from _name_taken(area, args, book, own=area.name_in(args))


def _editable(area: DocumentArea, args: Any) -> Mapping[str, str]:
    """Map the flags these arguments have to the paths of their fields."""
    offered = type(args).model_fields
    return {flag: path for flag, path in flags(area.model).items() if flag in offered}


def document_changed(
    area: DocumentArea, args: Any, services: Services, *, notes: tuple[str, ...] = ()
) -> Intent:
    """Give the named fields of a document other values; what it says already is no change."""
    book, name = services.book, area.name_in(args)
    path = book.path_of(area.kind, name)
    file = services.text.read(path, book.documents.data(path)).value or {}
    # The last version that held may have the wanted value already: only the file as it is tells what to repair.
    loaded = book.documents.load(path)
    is_broken = loaded.model is None or loaded.stands_in is not None
    current = _written(area, file) if is_broken else said_now(area, loaded.model)
    wanted: dict[str, Plain] = dict(given(args, area.model))
    paths = _editable(area, args)
    wanted |= {paths[flag]: None for flag in args.unset if paths[flag] in current}
    changed = {
        at: value
        for at, value in wanted.items()
        if at not in current or value is None or is_broken or _differs(area, loaded.model, args, at)
    }
    if not wanted and not args.unset:
        words = " ".join(
            part for part in (area.command("edit"), name if area.argument else "") if part
        )
        raise Refused("nothing was named to change", f"try: {words} {area.example}")
    return Intent(
        f"Edit {', '.join(changed) or 'nothing'} of {area.called(name)}",
        (EditDocument(path, edits_for(area.model, changed, file)),),
        then=(area.button(name),),
        notes=notes,
    )


def _differs(area: DocumentArea, model: Any, args: Any, path: str) -> bool:
    """Whether the document means another value: 0 and 0.00 are one amount."""
    leaf = next(leaf for leaf in leaf_fields(area.model) if leaf.path == path)
    return bool(reduce(getattr, leaf.pointer, model) != getattr(args, leaf.flag))


def _written(area: DocumentArea, file: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """Give the fields as the file writes them, also those that do not hold: dotted path -> value."""
    return {
        path: value
        for path in flags(area.model).values()
        if (value := at_path(file, ".".join(written_as(area.model, path, file)))) is not None
    }


def said_now(area: DocumentArea, model: Any) -> Mapping[str, Plain]:
    """Give the fields a document sets: dotted path -> plain value."""
    document = to_plain(model)
    return {
        path: value
        for path in flags(area.model).values()
        if (value := at_path(document, path)) is not None
    }


def document_filled(
    area: DocumentArea, typed: Mapping[str, object], services: Services
) -> Mapping[str, object]:
    """Give what the form of an edit comes filled with: what the document says now."""
    now = said_now(area, held(area, str(typed.get(area.argument, area.kind)), services.book))
    return {
        flag: now[path]
        for flag, path in flags(area.model).items()
        if path in now and flag not in area.sealed
    }


def held(area: DocumentArea, name: str, book: Book) -> Any:
    """Give a document.

    Raises:
        Refused: there is none of that id.
        Invalid: it does not hold.
    """
    book.path_of(area.kind, name)
    return book.tab(area.kind, name, area.model)


# --- removing -----------------------------------------------------------------------------------------------------


def document_removed(
    area: DocumentArea, args: Any, services: Services, *, notes: tuple[str, ...] = ()
) -> Intent:
    """Take a document away with the files beside it.

    Raises:
        Refused: there is none of that id.
        Invalid: something uses it still; names every place.
    """
    book, name = services.book, area.name_in(args)
    path = book.path_of(area.kind, name)
    refuse_if_used(book, area.kind, name, area.called(name))
    folder = path.rpartition("/")[0]
    beside = (f"{folder}/{file}" for file in area.beside)
    edits: list[DocumentEdit] = [DeleteDocument(path)]
    edits += [RestoreDocument(file, None) for file in beside if book.documents.blob(file)]
    lists = Button(f"List {area.plural}", area.command("list"), {})
    return Intent(f"Remove {area.called(name)}", tuple(edits), then=(lists,), notes=notes)


def users_of(book: Book, kind: str, name: str) -> tuple[Held, ...]:
    """Give every place in another document that refers to this one, in the order of paths."""
    own = book.documents.path_of(kind, name)
    found = book.documents.facts.find(reference_index(kind), name)
    return tuple(one for one in found if one.path != own)


def refuse_if_used(book: Book, kind: str, name: str, called: str) -> None:
    """Make sure that nothing refers to a document and nothing belongs to it.

    Raises:
        Invalid: names each place.
    """
    used = [*_belongings(book, kind, name, called)]
    users = users_of(book, kind, name)
    hint = "take it out here first, or name another one"
    for one in users[:MOST_NAMED]:
        at = one.fact.at
        used.append(book.problem(one.path, at, STILL_REFERRED, f"{called} is used here", hint))
    if len(users) > MOST_NAMED:
        last, more = users[MOST_NAMED], len(users) - MOST_NAMED
        told = (
            f"{called} is used here and at {more - 1} more places"
            if more > 1
            else f"{called} is used here"
        )
        used.append(book.problem(last.path, last.fact.at, STILL_REFERRED, told, hint))
    if used:
        raise Invalid(used)


def _belongings(book: Book, kind: str, name: str, called: str) -> Iterator[Problem]:
    """Name the other documents of its folder, which would belong to nobody."""
    for other in KINDS:
        path = (
            book.documents.path_of(other.name, name) if other.head == kind != other.name else None
        )
        if path is not None:
            told = f"{called} still has this: {other.title.lower()}"
            yield book.problem(path, (), STILL_REFERRED, told, "remove what it says first")

"""The lists in a customer's files: finding an item, and making, changing and removing one.

An item is known by its id, which never changes. Which lists there are stands in ``handlers.kit.item_lists``; what a
person is shown of them is made in ``handlers.kit.item_replies``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import count
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator
from rapidfuzz import process

from engine.book import Book
from engine.checks import owner_of
from engine.documents import at_path, to_plain
from engine.edits import (
    CreateDocument,
    DeleteDocument,
    DeleteItem,
    DeleteKey,
    DocumentEdit,
    EditDocument,
    FieldEdit,
    InsertItem,
    Plain,
    SetKey,
)
from engine.errors import Refused
from engine.facts import Index, folded
from handlers.kit.command import FieldError, Intent
from handlers.kit.fields import edits_for, flags, given, nested, split_list, written_as
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.faults import quoted
from schemas.fields import leaf_fields
from schemas.kinds import kind_named
from schemas.values import CustomerRef, Slug, slug_from, text_type

LONGEST_ID = 64

ItemWord = Annotated[str, text_type(200)]
"""What people type to name an item: its id, or what it is called by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList:
    """A list in one of a customer's files, and the words people use for it.

    ``tab`` is the kind of the file, ``key`` the list in it. ``area`` is what its commands begin with, ``argument``
    what they call an item. ``named_by`` are the flags people know an item by; the id is made from the first that is
    said. ``unique`` maps flags no two items may share to the index that tells of the whole carrier. ``personal`` are
    the flags that hold addresses of people, ``sealed`` those nobody is shown.
    """

    tab: str
    key: str
    model: type[BaseModel]
    noun: str
    plural: str
    area: str
    argument: str
    named_by: tuple[str, ...]
    columns: tuple[str, ...]
    card_tab: str
    unique: Mapping[str, Index | None] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    new: str = "add"
    gone: str = "remove"

    def command(self, verb: str) -> str:
        """Name one of the commands about these items: ``contact add``."""
        return f"{self.area} {verb}"

    def button(self, verb: str, label: str, customer: str, item: str) -> Button:
        """Make a button that runs a command about one item."""
        return Button(label, self.command(verb), {"customer": customer, self.argument: item})


class OfCustomer(BaseModel):
    """Arguments of every command about the items of a customer."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef = Field(description="Which customer.", examples=["ben-llc"])


class NewItem(OfCustomer):
    """What a new item has besides its fields."""

    id: Slug | None = Field(
        None,
        description="Id in files and commands; made from the other values if not given. It never changes.",
        examples=["second"],
    )


class ChangedItem(OfCustomer):
    """What an edit of an item has besides its fields."""

    unset: tuple[str, ...] = Field(
        (), description="Fields to take back to their defaults, with commas.", examples=["notes"]
    )

    _split = field_validator("unset", mode="before")(split_list)


# --- reading ------------------------------------------------------------------------------------------------------


def items_of(items: ItemList, customer: str, book: Book) -> tuple[Any, ...]:
    """Give the items of a customer; none if it has no such file.

    Raises:
        Invalid: the file does not hold, and no version of it that held is known.
    """
    document = book.tab(items.tab, customer, kind_named(items.tab).model)
    return tuple(getattr(document, items.key, ()))


def item_named(items: ItemList, customer: str, word: str, book: Book) -> Any:
    """Give the item that ``word`` names.

    Raises:
        Refused: there is none; names the nearest.
    """
    found = items_of(items, customer, book)
    known = [to_plain(item) for item in found]
    return found[_place(items, customer, word, known)]


def _place(items: ItemList, customer: str, word: str, known: Sequence[Mapping[str, Any]]) -> int:
    """Find the item that has this id or, if no other has it too, goes by this name."""
    ids = [str(item.get("id")) for item in known]
    if word in ids:
        return ids.index(word)
    called = [place for place, item in enumerate(known) if _goes_by(items, item, word)]
    if len(called) == 1:
        return called[0]
    near = process.extract(word, ids, limit=2, score_cutoff=55)
    if called:
        hint = f"say which by its id: {' or '.join(ids[place] for place in called)}"
    elif near:
        hint = f"did you mean {' or '.join(match[0] for match in near)}?"
    else:
        hint = f"list them with: {items.command('list')} {customer}"
    several = "several" if called else "no"
    raise Refused(
        f"customer {customer} has {several} {items.plural if called else items.noun} {quoted(word)}",
        hint,
    )


def _goes_by(items: ItemList, item: Mapping[str, Any], word: str) -> bool:
    wanted = folded(word).removeprefix("+")
    values = (
        at_path(item, ".".join(written_as(items.model, name, item))) for name in items.named_by
    )
    return any(
        folded(said).removeprefix("+") == wanted for value in values for said in _texts(value)
    )


def _texts(value: object) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]


def _path(items: ItemList, customer: str, book: Book) -> str:
    """Give the place of the file, whether it is there or not: beside the customer's own."""
    folder = book.path_of("customer", customer).rpartition("/")[0]
    name = kind_named(items.tab).pattern.rpartition("/")[2]
    return book.documents.path_of(items.tab, customer) or f"{folder}/{name}"


def _file(items: ItemList, customer: str, services: Services) -> tuple[str, Mapping[str, Any]]:
    """Give the place of a customer's file and what it says, word for word; nothing if it is not there."""
    documents = services.book.documents
    path = _path(items, customer, services.book)
    if documents.path_of(items.tab, customer) is None:
        return path, {}
    if documents.file_of(path) != path:  # an older format, which is read but not changed
        model = documents.load(path).model
        return path, to_plain(model) if model is not None else {}
    return path, services.text.read(path, documents.data(path)).value or {}


def _listed(items: ItemList, file: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [item if isinstance(item, Mapping) else {} for item in file.get(items.key) or ()]


# --- making -------------------------------------------------------------------------------------------------------


def check_new(items: ItemList, args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside its field what stands against a new item."""
    if args.id and any(item.id == args.id for item in items_of(items, args.customer, book)):
        yield FieldError("id", f"there is a {items.noun} {args.id} already; give another id")
    if not args.id and not _id_from(items, args):
        yield FieldError("id", "no id can be made from these values; give one in latin letters")
    yield from _taken(items, args, book, own="")


def _taken(items: ItemList, args: Any, book: Book, *, own: str) -> Iterator[FieldError]:
    """Name values that another item has and that no two may share."""
    for name, index in items.unique.items():
        value = getattr(args, name)
        if value is None:
            continue
        wanted = folded(str(value)).removeprefix("+")
        for item in items_of(items, args.customer, book):
            if item.id != own and wanted == folded(str(getattr(item, name))).removeprefix("+"):
                yield FieldError(name, f"{items.noun} {item.id} has this {name} already")
        for one in book.documents.facts.find(index, wanted) if index else ():
            if owner_of(one.path) != args.customer:
                yield FieldError(name, f"customer {owner_of(one.path)} has this {name} already")


def _id_from(items: ItemList, args: Any) -> str:
    """Derive the id from the first value people know the item by."""
    said = (text for name in items.named_by for text in _texts(getattr(args, name))[:1])
    return next((made for text in said if (made := slug_from(text))), "")


def _free_id(wanted: str, taken: Sequence[str]) -> str:
    """Append -2, -3 until nobody has the id."""
    tries = (f"{wanted[: LONGEST_ID - 5]}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(one for one in tries if one not in taken)


def added(items: ItemList, args: Any, services: Services, *, notes: tuple[str, ...] = ()) -> Intent:
    """Put a new item at the end of its list; the file is made if there is none."""
    path, file = _file(items, args.customer, services)
    taken = [str(item.get("id")) for item in _listed(items, file)]
    name = args.id or _free_id(_id_from(items, args), taken)
    if name in taken:
        raise Refused(f"there is a {items.noun} {name} already", "give another id")
    item = {"id": name} | nested(given(args, items.model))
    return Intent(
        f"{items.new.capitalize()} {items.noun} {name} to customer {args.customer}",
        (_with_new(items, path, file, item, services.book),),
        then=_next(items, args.customer, name),
        notes=notes,
    )


def _with_new(
    items: ItemList, path: str, file: Mapping[str, Any], item: Mapping[str, Plain], book: Book
) -> DocumentEdit:
    if book.documents.blob(path) is None:
        return CreateDocument(path, {items.key: [item]})
    if items.key in file and isinstance(file[items.key], list):
        return EditDocument(path, (InsertItem((items.key, len(file[items.key])), item),))
    order = tuple(kind_named(items.tab).model.model_fields)
    return EditDocument(path, (SetKey((items.key,), [item], order),))


def _next(items: ItemList, customer: str, name: str) -> tuple[Button, ...]:
    return (
        items.button("show", f"Show {items.noun}", customer, name),
        card_button(items, customer),
    )


def card_button(items: ItemList, customer: str) -> Button:
    """Make the button that leads to the tab of the customer's card."""
    return Button("Show card", "customer show", {"customer": customer, "tab": items.card_tab})


# --- changing -----------------------------------------------------------------------------------------------------


def check_changed(items: ItemList, args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside its field what stands against changing an item."""
    known = [name for name in flags(items.model) if name in type(args).model_fields]
    for name in args.unset:
        if name not in known:
            yield FieldError("unset", f'there is no field "{name}"; fields are {", ".join(known)}')
        elif getattr(args, name) is not None:
            yield FieldError(name, f"{name} gets a value and is unset too; say one of them")
    if any(getattr(args, name) is not None for name in items.unique):
        try:
            own = item_named(items, args.customer, getattr(args, items.argument), book)
        except Refused as refused:
            yield FieldError(items.argument, f"{refused.message}; {refused.hint}")
        else:
            yield from _taken(items, args, book, own=own.id)


def changed(
    items: ItemList, args: Any, services: Services, *, notes: tuple[str, ...] = ()
) -> Intent:
    """Give the named fields of an item other values; what it says already is no change."""
    customer, word = args.customer, getattr(args, items.argument)
    path, file = _file(items, customer, services)
    place = _place(items, customer, word, _listed(items, file))
    written = _listed(items, file)[place]
    name = str(written["id"])
    wanted: dict[str, Plain] = dict(given(args, items.model))
    wanted |= {flags(items.model)[one]: None for one in args.unset}
    if not wanted:
        raise Refused(
            "nothing was named to change",
            f"see what can be changed with: help {items.command('edit')}",
        )
    item = _standing(items, path, name, services)
    fields = {at: value for at, value in wanted.items() if _differs(items, at, args, written, item)}
    prefix = (items.key, place)
    edits = tuple(
        replace(edit, at=(*prefix, *edit.at)) for edit in edits_for(items.model, fields, written)
    )
    return Intent(
        f"Edit {', '.join(fields) or 'nothing'} of {items.noun} {name} of customer {customer}",
        (EditDocument(path, edits),),
        then=_next(items, customer, name),
        notes=notes,
    )


def _standing(items: ItemList, path: str, name: str, services: Services) -> Any:
    """Give the item as the file means it now; None if the file does not hold, so that every value is news."""
    loaded = services.book.documents.load(path)
    if loaded.model is None or loaded.stands_in is not None:
        return None
    return next(item for item in getattr(loaded.model, items.key) if item.id == name)


def _differs(items: ItemList, path: str, args: Any, written: Mapping[str, Any], item: Any) -> bool:
    """Whether the file says or means another value: 0 and 0.00 are one amount."""
    leaf = next(leaf for leaf in leaf_fields(items.model) if leaf.path == path)
    stands = at_path(written, ".".join(written_as(items.model, path, written))) is not None
    if getattr(args, leaf.flag) is None:
        return stands
    if item is None or not stands:
        return True
    return bool(reduce(getattr, leaf.pointer, item) != getattr(args, leaf.flag))


def filled(
    items: ItemList, typed: Mapping[str, object], services: Services
) -> Mapping[str, object]:
    """Give what the form of an edit comes filled with: what the item says now."""
    item = item_named(items, str(typed["customer"]), str(typed[items.argument]), services.book)
    now = to_plain(item)
    values = {name: at_path(now, path) for name, path in flags(items.model).items()}
    hidden = ("id", *items.sealed)
    return {name: at for name, at in values.items() if at is not None and name not in hidden}


# --- removing -----------------------------------------------------------------------------------------------------


def removed(items: ItemList, args: Any, services: Services) -> Intent:
    """Take an item out of its list; an empty list goes too, and the file with it if it says nothing else."""
    customer, word = args.customer, getattr(args, items.argument)
    path, file = _file(items, customer, services)
    listed = _listed(items, file)
    place = _place(items, customer, word, listed)
    name = str(listed[place]["id"])
    return Intent(
        f"{items.gone.capitalize()} {items.noun} {name} of customer {customer}",
        (_without(items, path, file, place),),
        then=(card_button(items, customer),),
    )


def _without(items: ItemList, path: str, file: Mapping[str, Any], place: int) -> DocumentEdit:
    edit: FieldEdit = DeleteItem((items.key, place))
    if len(file[items.key]) == 1:
        if all(not value for key, value in file.items() if key != items.key):
            return DeleteDocument(path)
        edit = DeleteKey((items.key,))
    return EditDocument(path, (edit,))

"""Making, changing, moving and removing the items of a list in a file: what the commands about items do.

An item is known by its id, which never changes. Which lists there are stands in ``handlers.kit.item_lists``, how one
is declared and found in ``handlers.kit.item_places``; what people are shown of items is made in
``handlers.kit.item_replies``; the arguments of a command are put together from ``handlers.kit.item_args``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import count
from typing import Any

from engine.book import Book
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
    MoveItem,
    Plain,
)
from engine.errors import Refused
from handlers.kit.command import FieldError, Intent
from handlers.kit.fields import edits_for, flags, given, nested, written_as
from handlers.kit.item_places import (
    ItemList,
    Place,
    Whose,
    alike,
    find,
    item_named,
    items_of,
    path_of,
    place_of,
    texts,
)
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.fields import leaf_fields
from schemas.kinds import kind_of
from schemas.values import slug_from

LONGEST_ID = 64

# --- making -------------------------------------------------------------------------------------------------------


def check_new(items: ItemList, args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside its field what stands against a new item."""
    whose = items.whose(args)
    if items.inside:
        try:
            items_of(items, whose, book)
        except Refused as refused:
            yield FieldError(items.inside, f"{refused.message}; {refused.hint}".rstrip("; "))
            return
    if items.has_ids:
        if args.id and any(item.id == args.id for item in items_of(items, whose, book)):
            yield FieldError("id", f"there is a {items.noun} {args.id} already; give another id")
        if not args.id and not _id_from(items, args):
            yield FieldError("id", "no id can be made from these values; give one in latin letters")
    yield from _taken(items, args, book, own=None)


def _taken(items: ItemList, args: Any, book: Book, *, own: int | None) -> Iterator[FieldError]:
    """Name values that another item has and that no two may share."""
    whose = items.whose(args)
    own_path = path_of(items, whose, book) if items.unique else ""
    for name, index in items.unique.items():
        value = getattr(args, name, None)
        if value is None:
            continue
        wanted = alike(str(value))
        for place, item in enumerate(items_of(items, whose, book)):
            if place != own and wanted == alike(str(getattr(item, name))):
                label = items.label(place, to_plain(item))
                yield FieldError(name, f"{items.noun} {label} has this {name} already")
        for one in book.documents.facts.find(index, wanted) if index else ():
            if one.path != own_path:
                yield FieldError(name, f"{_who(items, one.path)} has this {name} already")


def _who(items: ItemList, path: str) -> str:
    """Say whose the list at a path is; a number may be in another list than the one that is looked at."""
    placed = kind_of(path)
    if placed is None or items.owner.document:
        return path
    kind, name = placed
    return items.owner.called(name) if kind.name == items.tab else f"{kind.head} {name}"


def _id_from(items: ItemList, args: Any) -> str:
    """Derive the id from the first value people know the item by."""
    said = (text for name in items.named_by for text in texts(getattr(args, name, None))[:1])
    return next((made for text in said if (made := slug_from(text))), "")


def free_id(wanted: str, taken: Sequence[str]) -> str:
    """Append -2, -3 to an id until nobody in ``taken`` has it."""
    tries = (f"{wanted[: LONGEST_ID - 5]}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(one for one in tries if one not in taken)


def added(
    items: ItemList,
    args: Any,
    services: Services,
    *,
    notes: tuple[str, ...] = (),
    sealed: Mapping[str, Plain] | None = None,
) -> Intent:
    """Put a new item at the end of its list; the file is made if there is none.

    ``sealed`` are secrets that were not given as arguments: dotted path -> sealed text.
    """
    whose = items.whose(args)
    place = place_of(items, whose, services)
    item = nested(_in_order(items, {**given(args, items.model), **(sealed or {})}))
    if items.has_ids:
        taken = [str(one.get("id")) for one in place.listed]
        name = args.id or free_id(_id_from(items, args), taken)
        if name in taken:
            raise Refused(f"there is a {items.noun} {name} already", "give another id")
        item = {"id": name, **item}
    label = items.label(len(place.listed), item)
    return Intent(
        f"{items.new.capitalize()} {items.noun} {label} to {items.called(whose)}",
        (_with_new(items, whose, place, (item,), services.book),),
        then=_next(items, whose, label),
        notes=notes,
    )


def _in_order(items: ItemList, values: Mapping[str, Plain]) -> dict[str, Plain]:
    """Bring dotted paths into the order of the file."""
    paths = [leaf.path for leaf in leaf_fields(items.model)]
    return {path: values[path] for path in sorted(values, key=paths.index)}


def _with_new(
    items: ItemList, whose: Whose, place: Place, coming: Sequence[Mapping[str, Plain]], book: Book
) -> DocumentEdit:
    if book.documents.blob(place.path) is None:
        begin = items.owner.begin
        above = begin(whose[items.owner.argument]) if begin else {}
        return CreateDocument(place.path, {**above, **nested({items.key: list(coming)})})
    if isinstance(at_path(place.file, ".".join(place.key)), list):
        end = len(place.listed)
        return EditDocument(
            place.path,
            tuple(
                InsertItem((*place.list_at, end + spot), item) for spot, item in enumerate(coming)
            ),
        )
    edits = edits_for(place.model, {items.key: list(coming)}, place.file)
    return EditDocument(place.path, _below(place.at, edits))


def _below(at: tuple[str | int, ...], edits: Sequence[FieldEdit]) -> tuple[FieldEdit, ...]:
    return tuple(replace(edit, at=(*at, *edit.at)) for edit in edits)


def _next(items: ItemList, whose: Whose, label: str) -> tuple[Button, ...]:
    show = items.button("show", f"Show {items.noun}", whose, label)
    return (show, *card_buttons(items, whose))


def card_buttons(items: ItemList, whose: Whose) -> tuple[Button, ...]:
    """Make the button that leads to the card of the owner, at its tab; none if it has no card."""
    owner = items.owner
    if not owner.card:
        return ()
    tab = {"tab": items.card_tab} if items.card_tab else {}
    label = "Show card" if items.card_tab else f"Show {owner.noun}"
    return (Button(label, owner.card, {owner.argument: whose[owner.argument], **tab}),)


# --- changing -----------------------------------------------------------------------------------------------------


def check_changed(items: ItemList, args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside its field what stands against changing an item."""
    known = [name for name in flags(items.model) if name in type(args).model_fields]
    for name in args.unset:
        if name not in known:
            yield FieldError("unset", f'there is no field "{name}"; fields are {", ".join(known)}')
        elif getattr(args, name) is not None:
            yield FieldError(name, f"{name} gets a value and is unset too; say one of them")
    if any(getattr(args, name, None) is not None for name in items.unique):
        word = getattr(args, items.argument)
        try:
            own, _ = item_named(items, items.whose(args), word, book)
        except Refused as refused:
            yield FieldError(items.argument, f"{refused.message}; {refused.hint}")
        else:
            yield from _taken(items, args, book, own=own)


def changed(
    items: ItemList, args: Any, services: Services, *, notes: tuple[str, ...] = ()
) -> Intent:
    """Give the named fields of an item other values; what it says already is no change."""
    whose = items.whose(args)
    place = place_of(items, whose, services)
    spot = find(items, whose, getattr(args, items.argument), place.listed)
    written = place.listed[spot]
    wanted: dict[str, Plain] = dict(given(args, items.model))
    wanted |= {flags(items.model)[one]: None for one in args.unset}
    if not wanted:
        raise Refused(
            "nothing was named to change",
            f"see what can be changed with: help {items.command('edit')}",
        )
    item = _standing(items, whose, place.path, spot, services.book)
    fields = {at: value for at, value in wanted.items() if _differs(items, at, args, written, item)}
    edits = edits_for(items.model, fields, written)
    label = items.label(spot, written)
    return Intent(
        f"Edit {', '.join(fields) or 'nothing'} of {items.noun} {label} of {items.called(whose)}",
        (EditDocument(place.path, _below((*place.list_at, spot), edits)),),
        then=_next(items, whose, label if items.has_ids else str(spot + 1)),
        notes=notes,
    )


def resealed(
    items: ItemList,
    args: Any,
    services: Services,
    values: Mapping[str, Plain],
    *,
    subject: str,
    notes: tuple[str, ...] = (),
) -> Intent:
    """Give an item a new secret, and other values with it; the mark that it had to be set anew goes.

    ``values`` maps dotted paths to what they become; ``subject`` begins the sentence that ends in the item's name.
    """
    whose = items.whose(args)
    place = place_of(items, whose, services)
    spot = find(items, whose, getattr(args, items.argument), place.listed)
    written = place.listed[spot]
    marks = {
        path.rpartition("secret")[0] + "rotate": None for path in values if path.endswith("secret")
    }
    gone = {path: None for path in marks if at_path(written, path) is not None}
    edits = edits_for(items.model, {**values, **gone}, written)
    label = items.label(spot, written)
    return Intent(
        f"{subject} of {items.noun} {label} of {items.called(whose)}",
        (EditDocument(place.path, _below((*place.list_at, spot), edits)),),
        then=_next(items, whose, label),
        notes=notes,
    )


def _standing(items: ItemList, whose: Whose, path: str, spot: int, book: Book) -> Any:
    """Give the item as the file means it now; None if the file does not hold, so that every value is news."""
    loaded = book.documents.load(path)
    if loaded.model is None or loaded.stands_in is not None:
        return None
    return items_of(items, whose, book)[spot]


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
    word = str(typed[items.argument])
    _, item = item_named(items, items.whose(typed), word, services.book)
    now = to_plain(item)
    values = {name: at_path(now, path) for name, path in flags(items.model).items()}
    hidden = ("id", *items.sealed)
    return {name: at for name, at in values.items() if at is not None and name not in hidden}


# --- moving and removing ------------------------------------------------------------------------------------------


def moved(items: ItemList, args: Any, services: Services) -> Intent:
    """Put an item to another position of its list; what stands first counts first."""
    whose = items.whose(args)
    place = place_of(items, whose, services)
    spot = find(items, whose, getattr(args, items.argument), place.listed)
    if args.to > len(place.listed):
        raise Refused(
            f"{items.called(whose)} has {len(place.listed)} {items.plural}, so none can be number {args.to}",
            f"say a position from 1 to {len(place.listed)}",
        )
    label = items.label(spot, place.listed[spot])
    edits = () if spot == args.to - 1 else (MoveItem((*place.list_at, spot), args.to - 1),)
    return Intent(
        f"Move {items.noun} {label} of {items.called(whose)} to position {args.to}",
        (EditDocument(place.path, edits),),
        then=(items.button("list", f"List {items.plural}", whose), *card_buttons(items, whose)),
    )


def removed(
    items: ItemList, args: Any, services: Services, *, notes: tuple[str, ...] = ()
) -> Intent:
    """Take an item out of its list; an empty list goes too, and the file with it if it says nothing else."""
    whose = items.whose(args)
    place = place_of(items, whose, services)
    spot = find(items, whose, getattr(args, items.argument), place.listed)
    label = items.label(spot, place.listed[spot])
    return Intent(
        f"{items.gone.capitalize()} {items.noun} {label} of {items.called(whose)}",
        (_without(items, whose, place, (spot,)),),
        then=card_buttons(items, whose),
        notes=notes,
    )


def _without(items: ItemList, whose: Whose, place: Place, leaving: Sequence[int]) -> DocumentEdit:
    if len(place.listed) > len(leaving):
        spots = sorted(leaving, reverse=True)
        return EditDocument(place.path, tuple(DeleteItem((*place.list_at, spot)) for spot in spots))
    if not place.at and _says_only(items, whose, place):
        return DeleteDocument(place.path)
    return EditDocument(place.path, (DeleteKey((*place.at, *_emptied(place))),))


def rearranged(
    items: ItemList,
    whose: Whose,
    place: Place,
    book: Book,
    *,
    coming: Sequence[Mapping[str, Plain]],
    leaving: Sequence[int],
) -> DocumentEdit:
    """Put many items at the end of a list and take those at the positions ``leaving`` out, in one edit."""
    if not coming:
        return _without(items, whose, place, leaving)
    edit = _with_new(items, whose, place, coming, book)
    if not leaving or not isinstance(edit, EditDocument):
        return edit
    # From behind, so that positions stay what they are; the new ones are behind all of them.
    spots = sorted(leaving, reverse=True)
    gone = tuple(DeleteItem((*place.list_at, spot)) for spot in spots)
    return EditDocument(place.path, (*edit.edits, *gone))


def _says_only(items: ItemList, whose: Whose, place: Place) -> bool:
    """Whether a file is there for this list alone; a document people know by an id of its own stays."""
    if not items.owner.argument or items.owner.kind == items.tab:
        return False
    begin = items.owner.begin
    above = begin(whose[items.owner.argument]) if begin else {}
    return all(
        not value or above.get(key) == value
        for key, value in place.file.items()
        if key != place.key[0]
    )


def _emptied(place: Place) -> tuple[str, ...]:
    """Give the outermost group that says nothing else than the list."""
    key = place.key
    while len(key) > 1 and len(at_path(place.file, ".".join(key[:-1]))) == 1:
        key = key[:-1]
    return key

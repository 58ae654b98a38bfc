"""What a person is shown of the items of a list: the table, page by page, the card of one, and their buttons."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from engine.book import Book
from engine.checks.zero_limit import LIMITS
from engine.documents import at_path, to_plain
from engine.edits import Plain
from handlers.kit.catalogue import label_of
from handlers.kit.command import Actor
from handlers.kit.fields import flags
from handlers.kit.item_lists import INNER_LISTS, TAG_LISTS
from handlers.kit.item_places import CUSTOMER, ItemList, Whose, item_named, items_of
from handlers.kit.items import card_buttons
from handlers.kit.leaves import numbers_of, told_values
from handlers.kit.masking import seen_by
from handlers.kit.paging import Page, page_of
from handlers.kit.reply import Actions, Ask, Block, Button, Reply, Table, Text, Tone
from handlers.kit.services import Services
from handlers.kit.wording import show, show_limit
from schemas.fields import Leaf, leaf_fields

PAGE = 25
OFFERED, EDITED = 10, 5


def item_list(items: ItemList, args: BaseModel, services: Services, actor: Actor) -> Reply:
    """List the items, a page of them if there are many."""
    whose, page = items.whose(args), getattr(args, "page", 1)
    found = items_of(items, whose, services.book)
    owner = whose.get(items.owner.argument, "") or items.owner.noun
    blocks = [
        *item_table(items, whose, services, actor, page=page),
        *brought_by_tags(items, whose, services.book),
    ]
    if services.live:
        shown = page_of(found, page, size=PAGE)
        buttons = (
            _new(items, whose),
            *shown.turns(items.command("list"), whose),
            *_shows(items, whose, shown),
            *card_buttons(items, whose),
        )
        blocks.append(Actions(buttons))
    return Reply(
        f"{_counted(items, len(found))} of {items.inner(whose)}{owner}",
        tuple(blocks),
        values={items.name: [values_of(items, item, actor) for item in found]},
    )


def item_table(
    items: ItemList, whose: Whose, services: Services, actor: Actor, *, page: int = 1
) -> tuple[Block, ...]:
    """Lay out a page of the items as rows."""
    found = items_of(items, whose, services.book)
    if not found:
        return (Text(f"No {items.plural} yet."),)
    shown = page_of(found, page, size=PAGE)
    positions = () if items.has_ids else ("No.",)
    columns = (*(positions or ("Id",)), *map(label_of, items.columns))
    numbers = (*positions, *numbers_of(items.model, items.columns))
    rows = tuple(
        _row(items, spot, item, actor) for spot, item in enumerate(shown.rows, shown.first)
    )
    return (Table(columns, rows, shown.note, numbers),)


def brought_by_tags(items: ItemList, whose: Whose, book: Book) -> tuple[Text, ...]:
    """Name the items a customer has besides its own, because its tags bring them."""
    brought = next((one for one in TAG_LISTS if one.model is items.model), None)
    if items.owner is not CUSTOMER or brought is None:
        return ()
    tags = book.customer(whose["customer"]).tags
    found = ((tag, items_of(brought, {"tag": tag}, book)) for tag in tags)
    return tuple(
        Text(f"By the tag {tag} also: {', '.join(item.id for item in some)}. See: tag show {tag}")
        for tag, some in found
        if some
    )


def item_tab_buttons(items: ItemList, whose: Whose, services: Services) -> tuple[Button, ...]:
    """Offer what a tab of a card lets people do with its items: add one, edit the first, see the rest."""
    found = items_of(items, whose, services.book)
    edits = tuple(
        items.button(
            "edit", f"Edit {_short(items, spot, item)}", whose, _word(items, spot, item), form=True
        )
        for spot, item in enumerate(found[:EDITED])
    )
    every = items.button("list", f"List {items.plural}", whose)
    return (_new(items, whose), *edits, *((every,) if found else ()))


def item_card(items: ItemList, args: BaseModel, services: Services, actor: Actor) -> Reply:
    """Show everything one item says, and name what it does not."""
    whose = items.whose(args)
    spot, item = item_named(items, whose, getattr(args, items.argument), services.book)
    told = values_of(items, item, actor)
    leaves = [(leaf, _said(items, leaf, item, told)) for leaf in leaf_fields(items.model)]
    blocks = told_values(leaves)
    if services.live:
        count = len(items_of(items, whose, services.book))
        blocks.append(Actions(_card_buttons(items, whose, spot, item, count)))
    owner = whose.get(items.owner.argument, "") or items.owner.noun
    return Reply(
        f"{_capital(items.noun)} {_short(items, spot, item)} of {items.inner(whose)}{owner}",
        tuple(blocks),
        values={items.argument: told, **whose},
    )


def values_of(items: ItemList, item: Any, actor: Actor) -> dict[str, Plain]:
    """Give what an item says as this person may see it, for machines too."""
    told: dict[str, Any] = to_plain(item)
    for name, path in flags(items.model).items():
        *groups, last = path.split(".")
        group = at_path(told, ".".join(groups)) if groups else told
        if isinstance(group, dict) and last in group:
            if name in items.sealed:
                del group[last]
            elif name in items.personal:
                group[last] = seen_by(actor, group[last])
    return told


def _said(items: ItemList, leaf: Leaf, item: Any, told: dict[str, Plain]) -> Plain:
    """Give what a card shows of a field: of what is sealed only that it is there."""
    if leaf.flag in items.sealed:
        return "set, hidden" if at_path(to_plain(item), leaf.path) is not None else None
    value: Plain = at_path(told, leaf.path)
    return value


def _row(items: ItemList, spot: int, item: Any, actor: Actor) -> tuple[str, ...]:
    told, paths = values_of(items, item, actor), flags(items.model)
    defaults = {leaf.flag: leaf.default for leaf in leaf_fields(items.model)}
    cells = ((name, at_path(told, paths[name])) for name in items.columns)
    said = ((name, defaults[name] if value is None else value) for name, value in cells)
    return (
        _short(items, spot, item),
        *(show_limit(value) if name in LIMITS else show(value) for name, value in said),
    )


def _short(items: ItemList, spot: int, item: Any) -> str:
    """Name an item for the eye: its id, or its position."""
    return str(item.id) if items.has_ids else str(spot + 1)


def _word(items: ItemList, spot: int, item: Any) -> str:
    """Name an item so that a button pressed later still means it."""
    return items.label(spot, to_plain(item))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _counted(items: ItemList, count: int) -> str:
    return f"{count} {items.noun if count == 1 else items.plural}"


# --- buttons ------------------------------------------------------------------------------------------------------


def _new(items: ItemList, whose: Whose) -> Button:
    return items.button(items.new, f"{items.new.capitalize()} {items.noun}", whose, form=True)


def _shows(items: ItemList, whose: Whose, shown: Page[Any]) -> tuple[Button, ...]:
    return tuple(
        items.button("show", _short(items, spot, item), whose, _word(items, spot, item))
        for spot, item in enumerate(shown.rows[:OFFERED], start=shown.first)
    )


def _card_buttons(
    items: ItemList, whose: Whose, spot: int, item: Any, count: int
) -> tuple[Button, ...]:
    word, gone = _word(items, spot, item), items.gone.capitalize()
    named = {**whose, items.argument: word}
    ask = Ask(
        f"{gone} {items.noun} {_short(items, spot, item)}?",
        f"{_capital(items.noun)} {word} leaves {items.called(whose)}. It can be undone.",
        f"{gone} {_short(items, spot, item)}",
    )
    move = Button("Move", items.command("move"), named, form=True)
    holder = f"{items.key}:{word}"  # an IP record and a SIP user may have the same id
    return (
        Button("Edit", items.command("edit"), named, form=True),
        *((move,) if items.ordered and count > 1 else ()),
        *(
            inner.button("list", _capital(inner.plural), {**whose, inner.inside: holder})
            for inner in INNER_LISTS
            if items in inner.within
        ),
        Button(gone, items.command(items.gone), named, Tone.BAD, ask),
        *card_buttons(items, whose),
    )

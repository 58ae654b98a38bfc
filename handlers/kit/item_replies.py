"""What a person is shown of the items of a list: the table, page by page, the card of one, and their buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from engine.documents import at_path, to_plain
from engine.edits import Plain
from handlers.kit.catalogue import label_of
from handlers.kit.command import Actor
from handlers.kit.fields import flags
from handlers.kit.item_lists import INNER_LISTS
from handlers.kit.item_places import ItemList, Whose, item_named, items_of
from handlers.kit.items import card_buttons
from handlers.kit.masking import seen_by
from handlers.kit.reply import Actions, Ask, Block, Button, Fields, Reply, Table, Text, Tone
from handlers.kit.services import Services
from handlers.kit.wording import show
from schemas.fields import Leaf, leaf_fields

PAGE = 25
OFFERED = 5


def item_list(items: ItemList, args: BaseModel, services: Services, actor: Actor) -> Reply:
    """List the items, a page of them if there are many."""
    whose, page = items.whose(args), getattr(args, "page", 1)
    found = items_of(items, whose, services.book)
    owner = whose.get(items.owner.argument, "") or items.owner.noun
    blocks = [*item_table(items, whose, services, actor, page=page)]
    if services.live:
        shown = found[(page - 1) * PAGE : page * PAGE]
        buttons = (
            _new(items, whose),
            *_turns(items, whose, page, len(found)),
            *_shows(items, whose, shown, first=(page - 1) * PAGE),
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
    first = (page - 1) * PAGE
    shown = found[first : first + PAGE]
    if not shown:
        return (Text(f"There is no page {page}; the last is {_pages(len(found))}."),)
    columns = ("Id" if items.has_ids else "No.", *(label_of(name) for name in items.columns))
    rows = tuple(_row(items, first + spot, item, actor) for spot, item in enumerate(shown))
    note = f"{first + 1}-{first + len(shown)} of {len(found)}" if len(found) > PAGE else ""
    return (Table(columns, rows, note),)


def item_tab_buttons(items: ItemList, whose: Whose, services: Services) -> tuple[Button, ...]:
    """Offer what a tab of a card lets people do with its items: add one, edit the first, see the rest."""
    found = items_of(items, whose, services.book)
    edits = tuple(
        items.button(
            "edit", f"Edit {_short(items, spot, item)}", whose, _word(items, spot, item), form=True
        )
        for spot, item in enumerate(found[:OFFERED])
    )
    every = items.button("list", f"List {items.plural}", whose)
    return (_new(items, whose), *edits, *((every,) if found else ()))


def item_card(items: ItemList, args: BaseModel, services: Services, actor: Actor) -> Reply:
    """Show everything one item says, and name what it does not."""
    whose = items.whose(args)
    spot, item = item_named(items, whose, getattr(args, items.argument), services.book)
    told = values_of(items, item, actor)
    leaves = [(leaf, _said(items, leaf, item, told)) for leaf in leaf_fields(items.model)]
    said = tuple((label_of(leaf.flag), show(value)) for leaf, value in leaves if value is not None)
    unset = ", ".join(_unset(leaf) for leaf, value in leaves if value is None and not leaf.item)
    blocks: list[Block] = [Fields(said), *([Text(f"Not set: {unset}")] if unset else [])]
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
    return (
        _short(items, spot, item),
        *(show(defaults[name] if value is None else value) for name, value in cells),
    )


def _short(items: ItemList, spot: int, item: Any) -> str:
    """Name an item for the eye: its id, or its position."""
    return str(item.id) if items.has_ids else str(spot + 1)


def _word(items: ItemList, spot: int, item: Any) -> str:
    """Name an item so that a button pressed later still means it."""
    return items.label(spot, to_plain(item))


def _unset(leaf: Leaf) -> str:
    default = show(leaf.default)
    return leaf.flag.replace("_", " ") + ("" if default == "-" else f" ({default})")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _counted(items: ItemList, count: int) -> str:
    return f"{count} {items.noun if count == 1 else items.plural}"


def _pages(count: int) -> int:
    return -(-count // PAGE)


# --- buttons ------------------------------------------------------------------------------------------------------


def _new(items: ItemList, whose: Whose) -> Button:
    return items.button(items.new, f"{items.new.capitalize()} {items.noun}", whose, form=True)


def _turns(items: ItemList, whose: Whose, page: int, count: int) -> tuple[Button, ...]:
    """Lead to the pages before and behind."""
    turns = ((page - 1, "Previous"), (page + 1, "Next"))
    return tuple(
        Button(label, items.command("list"), {**whose, "page": to})
        for to, label in turns
        if 1 <= to <= _pages(count)
    )


def _shows(
    items: ItemList, whose: Whose, shown: Sequence[Any], *, first: int
) -> tuple[Button, ...]:
    return tuple(
        items.button("show", _short(items, spot, item), whose, _word(items, spot, item))
        for spot, item in enumerate(shown[:OFFERED], start=first)
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

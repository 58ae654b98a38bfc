"""What a person is shown of the items of a customer: the table of all, the card of one, and their buttons."""

from __future__ import annotations

from typing import Any

from engine.documents import at_path, to_plain
from engine.edits import Plain
from handlers.kit.catalogue import label_of
from handlers.kit.command import Actor
from handlers.kit.fields import flags
from handlers.kit.items import ItemList, card_button, item_named, items_of
from handlers.kit.masking import seen_by
from handlers.kit.reply import Actions, Ask, Block, Button, Fields, Reply, Table, Text, Tone
from handlers.kit.services import Services
from handlers.kit.wording import show
from schemas.fields import Leaf, leaf_fields

OFFERED = 5


def item_list(items: ItemList, customer: str, services: Services, actor: Actor) -> Reply:
    """List the items of a customer."""
    found = items_of(items, customer, services.book)
    return Reply(
        f"{_counted(items, len(found))} of {customer}",
        (*item_table(items, customer, services, actor), *_offers(items, customer, services)),
        values={items.key: [values_of(items, item, actor) for item in found]},
    )


def item_table(
    items: ItemList, customer: str, services: Services, actor: Actor
) -> tuple[Block, ...]:
    """Lay out the items of a customer as rows."""
    found = items_of(items, customer, services.book)
    if not found:
        return (Text(f"No {items.plural} yet."),)
    columns = ("Id", *(label_of(name) for name in items.columns))
    return (Table(columns, tuple(_row(items, item, actor) for item in found)),)


def item_buttons(items: ItemList, customer: str, services: Services) -> tuple[Button, ...]:
    """Offer a new item, and the first of those there are."""
    new = Button(
        f"{items.new.capitalize()} {items.noun}",
        items.command(items.new),
        {"customer": customer},
        form=True,
    )
    found = items_of(items, customer, services.book)[:OFFERED]
    return (new, *(items.button("show", item.id, customer, item.id) for item in found))


def item_card(items: ItemList, customer: str, word: str, services: Services, actor: Actor) -> Reply:
    """Show everything one item says, and name what it does not."""
    item = item_named(items, customer, word, services.book)
    told = values_of(items, item, actor)
    leaves = [
        (leaf, at_path(told, leaf.path))
        for leaf in leaf_fields(items.model)
        if leaf.flag not in items.sealed
    ]
    said = tuple((label_of(leaf.flag), show(value)) for leaf, value in leaves if value is not None)
    unset = ", ".join(_unset(leaf) for leaf, value in leaves if value is None and not leaf.item)
    blocks: list[Block] = [Fields(said), *([Text(f"Not set: {unset}")] if unset else [])]
    if services.live:
        blocks.append(Actions(_card_buttons(items, customer, item.id)))
    return Reply(
        f"{items.noun[:1].upper() + items.noun[1:]} {item.id} of {customer}",
        tuple(blocks),
        values={items.argument: told, "customer": customer},
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


def _row(items: ItemList, item: Any, actor: Actor) -> tuple[str, ...]:
    told, paths = values_of(items, item, actor), flags(items.model)
    defaults = {leaf.flag: leaf.default for leaf in leaf_fields(items.model)}
    cells = ((name, at_path(told, paths[name])) for name in items.columns)
    return (
        item.id,
        *(show(defaults[name] if value is None else value) for name, value in cells),
    )


def _unset(leaf: Leaf) -> str:
    default = show(leaf.default)
    return leaf.flag.replace("_", " ") + ("" if default == "-" else f" ({default})")


def _counted(items: ItemList, count: int) -> str:
    return f"{count} {items.noun if count == 1 else items.plural}"


def _offers(items: ItemList, customer: str, services: Services) -> tuple[Block, ...]:
    if not services.live:
        return ()
    return (Actions((*item_buttons(items, customer, services), card_button(items, customer))),)


def _card_buttons(items: ItemList, customer: str, name: str) -> tuple[Button, ...]:
    named = {"customer": customer, items.argument: name}
    gone = items.gone.capitalize()
    ask = Ask(
        f"{gone} {items.noun} {name}?",
        f"{items.noun[:1].upper() + items.noun[1:]} {name} leaves customer {customer}. It can be undone.",
        f"{gone} {name}",
    )
    return (
        Button("Edit", items.command("edit"), named, form=True),
        Button(gone, items.command(items.gone), named, Tone.BAD, ask),
        card_button(items, customer),
    )

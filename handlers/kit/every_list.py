"""Every list that commands are about, and which of them an argument of a command chooses from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.book import Book
from engine.documents import to_plain
from engine.errors import Invalid, Refused
from handlers.kit.item_lists import INNER_LISTS, ITEM_LISTS, SHARED_ALERTS, TAG_LISTS
from handlers.kit.item_places import ItemList, items_of
from handlers.kit.shared_lists import SHARED_LISTS

EVERY_LIST = (*ITEM_LISTS, *INNER_LISTS, *TAG_LISTS, SHARED_ALERTS, *SHARED_LISTS)


def lists_behind(words: Sequence[str], argument: str) -> tuple[ItemList, ...]:
    """Give the lists whose items an argument of a command names; none if it names no item.

    A new item is named by nobody yet, but what holds it is: the record of ``auth rewrite add``.
    """
    area, verb = " ".join(words[:-1]), words[-1]
    for items in EVERY_LIST:
        if items.area == area and argument == items.inside:
            return items.within
        if items.area == area and argument == items.argument and verb != items.new:
            return (items,)
    return ()


def is_said_whose(lists: Sequence[ItemList], said: Mapping[str, object]) -> bool:
    """Whether the arguments tell whose items are meant."""
    names = {name for items in lists for name in (items.owner.argument, items.inside) if name}
    return bool(lists) and all(said.get(name) for name in names)


def item_names(
    lists: Sequence[ItemList], said: Mapping[str, object], book: Book
) -> Sequence[tuple[str, str]]:
    """List (word, label) of the items; none where it is not said whose, or nothing can be read."""
    if not is_said_whose(lists, said):
        return ()
    return [pair for items in lists for pair in _names(items, said, book)]


def _names(items: ItemList, said: Mapping[str, object], book: Book) -> Sequence[tuple[str, str]]:
    try:
        found = items_of(items, items.whose(said), book)
    except (Refused, Invalid):
        return ()
    words = [(items.label(place, to_plain(item)), item) for place, item in enumerate(found)]
    return [(word, _label(items, word, item)) for word, item in words]


def _label(items: ItemList, word: str, item: object) -> str:
    """Add what people know the item by, unless that is its id, or a person's address."""
    for flag in items.named_by:
        value = getattr(item, flag, None)
        if value and flag not in items.personal:
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            return word if shown in word else f"{word} \u00b7 {shown}"
    return word

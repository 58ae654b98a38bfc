"""Which items of a list an argument may name: the second select of a form, once it is known whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.book import Book
from engine.documents import to_plain
from engine.errors import Invalid, Refused
from handlers.kit.catalogue import Argument, Entry
from handlers.kit.item_lists import ITEM_LISTS
from handlers.kit.item_places import ItemList, items_of


def item_list_of(entry: Entry, argument: Argument) -> ItemList | None:
    """Give the list whose items an argument of a command names."""
    area = " ".join(entry.words[:-1])
    return next(
        (one for one in ITEM_LISTS if (one.area, one.argument) == (area, argument.name)), None
    )


def is_known(items: ItemList, said: Mapping[str, object]) -> bool:
    """Whether it is said whose items are meant."""
    return all(said.get(name) for name in (items.owner.argument, items.inside) if name)


def item_names(
    items: ItemList, said: Mapping[str, object], book: Book
) -> Sequence[tuple[str, str]]:
    """List (word, label) of the items; none where it is not said whose, or nothing can be read."""
    if not is_known(items, said):
        return ()
    try:
        found = items_of(items, items.whose(said), book)
    except (Refused, Invalid):
        return ()
    words = [(items.label(place, to_plain(item)), item) for place, item in enumerate(found)]
    return [(word, _label(items, word, item)) for word, item in words]


def _label(items: ItemList, word: str, item: object) -> str:
    """Add what people know the item by, unless that is its id, or a person's address."""
    for flag in items.named_by:
        said = getattr(item, flag, None)
        if said and flag not in items.personal:
            shown = ", ".join(map(str, said)) if isinstance(said, tuple) else str(said)
            return word if shown in word else f"{word} \u00b7 {shown}"
    return word

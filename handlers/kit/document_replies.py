"""What a person is shown of whole documents: the list of a kind, the card of one with who uses it, and their buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.checks import owner_of
from engine.documents import Loaded, at_path, called, dotted, to_plain
from engine.edits import Plain
from engine.facts import Held
from handlers.kit.catalogue import label_of
from handlers.kit.command import Actor
from handlers.kit.documents import DocumentArea, held, users_of
from handlers.kit.fields import flags
from handlers.kit.item_places import ItemList
from handlers.kit.item_replies import item_table, values_of
from handlers.kit.leaves import numbers_of, told_values
from handlers.kit.masking import without_secrets
from handlers.kit.paging import Page, page_of
from handlers.kit.reply import Actions, Ask, Block, Button, Reply, Table, Text, Tone
from handlers.kit.search import says
from handlers.kit.services import Services
from handlers.kit.wording import plural, show
from schemas.fields import Leaf, leaf_fields
from schemas.kinds import kind_of
from schemas.quantities import Count
from schemas.values import text_type

_IN_CELL = 3


class Listed(BaseModel):
    """Which documents of a kind to list."""

    model_config = ConfigDict(extra="forbid")

    search: Annotated[str, text_type(200)] = Field(
        "", description="Only those in which this text occurs.", examples=["uk"]
    )
    page: Count = Field(1, description="Which page of ten.", examples=[2])


# --- the list -----------------------------------------------------------------------------------------------------


def document_list(
    area: DocumentArea,
    args: Any,
    services: Services,
    actor: Actor,
    *,
    keep: Callable[[Any], bool] = lambda model: True,
) -> Reply:
    """List the documents of a kind that ``keep`` and the search let through, page by page."""
    every = list(services.book.documents.every(area.kind))
    found = [
        loaded
        for loaded in every
        if loaded.model is not None
        and keep(loaded.model)
        and (not args.search or says(loaded, args.search))
    ]
    page = page_of(found, args.page)
    said = args.model_dump(mode="json", exclude_defaults=True)
    broken = [loaded.id for loaded in every if loaded.model is None]
    blocks: list[Block] = [_table(area, page)] if found else [Text(_none(area, args, every))]
    if broken:
        blocks.append(
            Text(f"Left out, because their files do not hold: {', '.join(broken)}. See: validate")
        )
    blocks.append(Actions(_list_buttons(area, page, said, services, actor)))
    return Reply(
        _counted(area, len(found)) + (f' with "{args.search}"' if args.search else ""),
        tuple(blocks),
        values={
            area.plural.replace(" ", "_"): [_values(area, one) for one in page.rows],
            "total": len(found),
            "page": page.number,
        },
    )


def _table(area: DocumentArea, page: Page[Loaded]) -> Table:
    paths = flags(area.model)
    defaults = {leaf.flag: leaf.default for leaf in leaf_fields(area.model)}

    def row(loaded: Loaded) -> tuple[str, ...]:
        document = _plain(loaded.model)
        cells = ((name, at_path(document, paths[name])) for name in area.columns)
        return (
            loaded.id,
            *(_cell(defaults[name] if value is None else value) for name, value in cells),
        )

    columns = ("Id", *map(label_of, area.columns))
    rows = tuple(row(one) for one in page.rows)
    return Table(columns, rows, page.note, numbers_of(area.model, area.columns))


def _cell(value: Any) -> str:
    """Show a value in a table: of a long list only how it begins."""
    if isinstance(value, (list, tuple)) and len(value) > _IN_CELL:
        return f"{show(value[:_IN_CELL])} and {len(value) - _IN_CELL} more"
    return show(value)


def _none(area: DocumentArea, args: Any, every: Sequence[Loaded]) -> str:
    return f"None of {_counted(area, len(every))} fits." if every else f"No {area.plural} yet."


def _counted(area: DocumentArea, count: int) -> str:
    return f"{count} {area.noun if count == 1 else area.plural}"


def _values(area: DocumentArea, loaded: Loaded) -> dict[str, Plain]:
    document, paths = _plain(loaded.model), flags(area.model)
    return {"id": loaded.id, **{name: at_path(document, paths[name]) for name in area.columns}}


def _plain(model: Any) -> dict[str, Any]:
    return without_secrets(to_plain(model))


def _list_buttons(
    area: DocumentArea,
    page: Page[Loaded],
    said: Mapping[str, object],
    services: Services,
    actor: Actor,
) -> tuple[Button, ...]:
    new = Button(f"Add {area.noun}", area.command("add"), {}, form=True)
    shows = (Button(one.id, area.command("show"), area.named(one.id)) for one in page.rows)
    turns = page.turns(area.command("list"), said)
    return (*((new,) if services.live else ()), *turns, *shows)


# --- the card -----------------------------------------------------------------------------------------------------


def document_card(
    area: DocumentArea,
    name: str,
    services: Services,
    actor: Actor,
    *,
    lists: tuple[ItemList, ...] = (),
    more: Sequence[Block] = (),
    buttons: tuple[Button, ...] = (),
    values: Mapping[str, object] | None = None,
) -> Reply:
    """Show everything a document says, its ``lists``, ``more``, and what uses it."""
    book = services.book
    model = held(area, name, book)
    leaves = [(leaf, _said(area, leaf, model)) for leaf in leaf_fields(area.model) if not leaf.item]
    users = users_of(book, area.kind, name)
    blocks: list[Block] = [*told_values(leaves)]
    for items in lists:
        blocks += _part(items, area, name, services, actor)
    blocks += more
    blocks += _used(area, users, book) if area.argument else []
    blocks.append(Text(f"File: {book.path_of(area.kind, name)} at {book.commit[:12]}"))
    blocks += _actions(area, name, services, actor, lists, buttons, used=bool(users))
    title = str(getattr(model, "name", name))
    return Reply(
        f"{area.noun[:1].upper()}{area.noun[1:]} {name}: {title}" if area.argument else title,
        tuple(blocks),
        values={
            (area.argument or area.kind): _card_values(area, name, model, lists, services, actor),
            **({"used_by": [_user(one, book) for one in users]} if area.argument else {}),
            **(values or {}),
            "commit": book.commit,
        },
    )


def _said(area: DocumentArea, leaf: Leaf, model: Any) -> Plain:
    """Give what a card shows of a field: of what is sealed only that it is there."""
    value: Plain = at_path(to_plain(model), leaf.path)
    return "set, hidden" if leaf.flag in area.sealed and value is not None else value


def _part(
    items: ItemList, area: DocumentArea, name: str, services: Services, actor: Actor
) -> list[Block]:
    title = Text(f"{items.plural[:1].upper()}{items.plural[1:]}:")
    return [title, *item_table(items, area.named(name), services, actor)]


def _card_values(
    area: DocumentArea,
    name: str,
    model: Any,
    lists: tuple[ItemList, ...],
    services: Services,
    actor: Actor,
) -> dict[str, Any]:
    """Give the document for machines; its lists as this person may see them."""
    document: dict[str, Any] = {"id": name} if area.argument else {}
    document |= _plain(model)
    for items in lists:
        *groups, last = items.key.split(".")
        group = at_path(document, ".".join(groups)) if groups else document
        if isinstance(group, dict) and last in group:
            found = reduce(getattr, items.key.split("."), model)
            group[last] = [values_of(items, item, actor) for item in found]
    return document


def _used(area: DocumentArea, users: Sequence[Held], book: Book) -> list[Block]:
    """Tell where a document is used, file and line."""
    if not users:
        return [Text(f"Nothing uses this {area.noun}.")]
    rows = tuple(_user_row(one, book) for one in users)
    return [
        Text(f"Used in {plural(len(users), 'place')}:"),
        Table(("Where", "Kind", "Field", "Line"), rows, numbers=("Line",)),
    ]


def _user_row(one: Held, book: Book) -> tuple[str, ...]:
    user = _user(one, book)
    return (
        str(user["id"]),
        str(user["kind"]),
        called(book.documents.load(one.path).model, one.fact.at),
        str(user["line"]),
    )


def _user(one: Held, book: Book) -> dict[str, object]:
    placed = kind_of(one.path)
    return {
        "kind": str(placed[0].name) if placed else "",
        "id": owner_of(one.path),
        "field": dotted(one.fact.at),
        "path": book.documents.file_of(one.path),
        "line": book.documents.place(one.path, one.fact.at).line,
    }


def _actions(
    area: DocumentArea,
    name: str,
    services: Services,
    actor: Actor,
    lists: tuple[ItemList, ...],
    buttons: tuple[Button, ...],
    *,
    used: bool,
) -> list[Block]:
    """Offer what can be done with the document; what is used cannot be removed."""
    if not services.live:
        return []
    named = area.named(name)
    ask = Ask(
        f"Remove {area.called(name)}?",
        f"{area.noun[:1].upper()}{area.noun[1:]} {name} goes for everybody. It can be undone.",
        f"Remove {name}",
    )
    remove = Button("Remove", area.command("remove"), named, Tone.BAD, ask)
    found = (
        Button("Edit", area.command("edit"), named, form=True),
        *(
            items.button(items.new, f"{items.new.capitalize()} {items.noun}", named, form=True)
            for items in lists
        ),
        *(items.button("list", f"All {items.plural}", named) for items in lists),
        *buttons,
        *(() if used or not area.argument else (remove,)),
    )
    return [Actions(found)]

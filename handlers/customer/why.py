"""Tell why a field of a customer has its value: the line that says so, and who wrote it.

A field is named by its path in the file (limits.channels) or by its short name (channels). A field of an item has the
file, the list and the item in front: routing.routes.standard.channels, auth.ip.office-pbx.hosts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import process

from engine.documents import at_path, to_plain
from engine.edits import Pointer
from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.fields import flags, written_as
from handlers.kit.item_lists import ITEM_LISTS
from handlers.kit.item_places import ItemList, item_named, place_of
from handlers.kit.item_replies import values_of
from handlers.kit.reply import Actions, Button, Fields, Reply, Text
from handlers.kit.services import Services
from handlers.kit.wording import show, when
from schemas.customer import Customer
from schemas.faults import quoted
from schemas.fields import Leaf, leaf_fields
from schemas.operators import Role
from schemas.values import CustomerRef


class Args(BaseModel):
    """Which field of whom."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef = Field(description="Whose field.", examples=["ben-llc"])
    field: str = Field(
        description="The field, by its path in the file or its short name.",
        examples=["limits.channels"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Find the line, and the commit that wrote it."""
    book = services.book
    sought = _item_field(args, services, actor) or _own_field(args, services)
    path, field, value = sought.path, sought.field, sought.value
    named = {"customer": args.customer, "field": field}
    if value is None:
        return _default(args.customer, sought, named)
    line = book.documents.place(path, sought.at).line
    commit = services.repository.blame(book.documents.file_of(path), line, at=book.commit)
    operation = commit.trailers.get("Op-Id", "")
    pairs = [
        ("Value", show(value)),
        ("File", f"{path}:{line}"),
        ("Commit", f"{commit.id[:12]} {commit.subject}"),
        ("Who", f"{commit.author.name} <{commit.author.email}>"),
        ("When", when(commit.committed_at)),
        ("Operation", operation or "none: committed by hand"),
    ]
    return Reply(
        f"{field} of {args.customer} is {show(value)}: {commit.author.name} wrote it on {when(commit.committed_at)}",
        (
            Fields(tuple(pairs)),
            Actions((Button("History", "customer history", {"customer": args.customer}),)),
        ),
        values=named
        | {
            "value": value,
            "path": path,
            "line": line,
            "commit": commit.id,
            "author": commit.author.name,
            "email": commit.author.email,
            "at": commit.committed_at.isoformat(),
            "operation": operation or None,
        },
    )


@dataclass(frozen=True, slots=True)
class _Sought:
    """A field that was asked for: its file, its name in full, its value if it is set, where it stands, its leaf."""

    path: str
    field: str
    value: Any
    at: Pointer
    leaf: Leaf | None


def _own_field(args: Args, services: Services) -> _Sought:
    """Find a field of the customer's own document."""
    book = services.book
    path = book.path_of("customer", args.customer)
    field = _path_of(args.field)
    value = at_path(to_plain(book.customer(args.customer)), field)
    file = services.text.read(path, book.documents.data(path)).value or {}
    leaf = next((leaf for leaf in leaf_fields(Customer) if leaf.path == field), None)
    return _Sought(path, field, value, written_as(Customer, field, file), leaf)


def _item_field(args: Args, services: Services, actor: Actor) -> _Sought | None:
    """Find a field of an item in another file of the customer; None if the words in front name no list."""
    tab, _, rest = args.field.partition(".")
    if args.field in flags(Customer).values():
        return None  # cli.approved_only is the customer's own, and cli also a file
    for items in ITEM_LISTS:
        if items.tab == tab and rest.startswith(f"{items.key}."):
            word, _, field = rest.removeprefix(f"{items.key}.").partition(".")
            return _in_item(items, args.customer, word, field, services, actor)
    return None


def _in_item(
    items: ItemList, customer: str, word: str, field: str, services: Services, actor: Actor
) -> _Sought:
    whose = {"customer": customer}
    spot, item = item_named(items, whose, word, services.book)
    leaves = leaf_fields(items.model)
    known = {leaf.path for leaf in leaves} | {leaf.flag for leaf in leaves}
    leaf = next((leaf for leaf in leaves if field in (leaf.path, leaf.flag)), None)
    if leaf is None:
        near = [
            match[0] for match in process.extract(field, sorted(known), limit=3, score_cutoff=60)
        ]
        raise Refused(
            f"a {items.noun} has no field {quoted(field)}",
            f"did you mean {' or '.join(near)}?" if near else f"see: help {items.command('edit')}",
        )
    place = place_of(items, whose, services)
    written = written_as(items.model, leaf.path, place.listed[spot])
    value = at_path(values_of(items, item, actor), leaf.path)
    if leaf.flag in items.sealed and at_path(to_plain(item), leaf.path) is not None:
        value = "***"
    name = f"{items.tab}.{items.key}.{items.label(spot, to_plain(item))}.{leaf.path}"
    return _Sought(place.path, name, value, (*place.list_at, spot, *written), leaf)


def _path_of(field: str) -> str:
    known = flags(Customer)
    groups = {path.rsplit(".", 1)[0] for path in known.values() if "." in path}
    paths = {*known.values(), *groups, *(leaf.path for leaf in leaf_fields(Customer))}
    if field in paths:
        return field
    if field in known:
        return known[field]
    names = sorted({*paths, *known})
    near = [match[0] for match in process.extract(field, names, limit=3, score_cutoff=70)]
    raise Refused(
        f"a customer has no field {quoted(field)}",
        f"did you mean {' or '.join(near)}?" if near else "see: help customer edit",
    )


def _default(customer: str, sought: _Sought, named: dict[str, str]) -> Reply:
    leaf = sought.leaf
    default = show(leaf.default) if leaf else "-"
    has_default = "it has no default" if default == "-" else f"its default is {default}"
    return Reply(
        f"{sought.field} of {customer} is not set; {has_default}",
        (Text(f"{sought.path} does not name it.{_meaning(leaf)}"),),
        values=named | {"value": None, "default": default, "path": sought.path, "line": None},
    )


def _meaning(leaf: Leaf | None) -> str:
    return f" {leaf.description}" if leaf else ""


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=(
        "customer why ben-llc limits.channels",
        "customer why ben-llc debit_limit",
        "customer why ben-llc routing.routes.standard.channels",
    ),
)

"""Tell why a field of a customer has its value: the line that says so, and who wrote it.

A field is named by its path in the file (limits.channels) or by its short name (channels).
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import process

from engine.documents import at_path, to_plain
from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.fields import flags, written_as
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
    path = book.path_of("customer", args.customer)
    field = _path_of(args.field)
    value = at_path(to_plain(book.customer(args.customer)), field)
    named = {"customer": args.customer, "field": field}
    if value is None:
        return _default(args.customer, field, path, named)
    file = services.text.read(path, book.documents.data(path)).value or {}
    line = book.documents.place(path, written_as(Customer, field, file)).line
    commit = services.repository.blame(path, line, at=book.commit)
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


def _default(customer: str, field: str, path: str, named: dict[str, str]) -> Reply:
    leaf = next((leaf for leaf in leaf_fields(Customer) if leaf.path == field), None)
    default = show(leaf.default) if leaf else "-"
    has_default = "it has no default" if default == "-" else f"its default is {default}"
    return Reply(
        f"{field} of {customer} is not set; {has_default}",
        (Text(f"{path} does not name it.{_meaning(leaf)}"),),
        values=named | {"value": None, "default": default, "path": path, "line": None},
    )


def _meaning(leaf: Leaf | None) -> str:
    return f" {leaf.description}" if leaf else ""


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("customer why ben-llc limits.channels", "customer why ben-llc debit_limit"),
)

"""Change many customers at once: every customer that fits a filter gets the same values.

The filter is that of ``customer list``. All changes are one commit, whose plan names every customer; undo takes all of
them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from engine.book import Book
from engine.edits import EditDocument
from engine.errors import Refused
from handlers.customer import edit
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.customer_filter import Listed, filter_word, matching, read_terms
from handlers.kit.document_areas import CUSTOMERS
from handlers.kit.documents import document_changed
from handlers.kit.fields import flags, split_list, split_map
from handlers.kit.reply import Ask, Button, Reply
from handlers.kit.services import Services
from handlers.kit.wording import join_items, plural
from schemas.customer import Customer
from schemas.faults import faults_of
from schemas.fields import leaf_fields
from schemas.operators import Role
from schemas.policy import Need
from schemas.values import Tag, text_type

MOST = 1000
"""Customers one change may touch; nobody reads a longer plan."""

_OF_ONE = frozenset({"name", "paypal_email", "internal_start", "accounting_id"})
"""Fields that two customers never share."""


class Args(BaseModel):
    """Which customers, and what they get."""

    model_config = ConfigDict(extra="forbid")

    where: Annotated[str, text_type(500), BeforeValidator(filter_word)] = Field(
        description="Which customers, as in customer list; status:all is every one.",
        examples=["tag:retail currency:EUR"],
    )
    set: Mapping[str, str] = Field(
        default={},
        description="Fields and their values.",
        examples=[{"channels": "30", "cps": "5"}],
    )
    unset: tuple[str, ...] = Field(
        default=(),
        description="Fields to take back to their defaults.",
        examples=[["website"]],
    )
    add_tag: tuple[Tag, ...] = Field(
        default=(), description="Tags to add.", examples=[["summer-offer"]]
    )
    remove_tag: tuple[Tag, ...] = Field(
        default=(), description="Tags to take off.", examples=[["trial"]]
    )

    _map = field_validator("set", mode="before")(split_map)
    _lists = field_validator("unset", "add_tag", "remove_tag", mode="before")(split_list)


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell which fields and values cannot be right."""
    known = flags(Customer)
    for field in ("set", "unset"):
        for name in getattr(args, field):
            reason = _why_not(name, known)
            if reason:
                yield FieldError(field, reason)
    for name in args.unset:
        if name in args.set:
            yield FieldError("unset", f"{name} gets a value and is unset too; say one of them")
    if {"tags"} & {*args.set, *args.unset} and (args.add_tag or args.remove_tag):
        yield FieldError("add_tag", "tags are set as a whole too; say one of them")
    if not any((args.set, args.unset, args.add_tag, args.remove_tag)):
        yield FieldError("set", "nothing was named to change, for example channels=30")
    else:
        yield from _wrong_values(args, known)


def _why_not(name: str, known: Mapping[str, str]) -> str:
    if name not in known:
        return f'there is no field "{name}"; fields are {", ".join(known)}'
    if name in _OF_ONE:
        return f"{name} is never the same for two customers"
    leaf = next(leaf for leaf in leaf_fields(Customer) if leaf.flag == name)
    if leaf.immutable:
        return f"{name} never changes; {leaf.immutable.hint}"
    return ""


def _wrong_values(args: Args, known: Mapping[str, str]) -> Iterator[FieldError]:
    values = {name: value for name, value in args.set.items() if name in known}
    try:
        edit.Args.model_validate({"customer": "anybody", **values})
    except ValidationError as error:
        for wrong in faults_of(error, edit.Args):
            told = f"; {wrong.hint}" if wrong.hint else ""
            yield FieldError("set", f"{wrong.pointer[0]}: {wrong.message}{told}")


def run(args: Args, services: Services, actor: Actor) -> Intent | Reply:
    """Change every customer that does not say so already."""
    found = list(matching(read_terms(args.where), services))
    if not found:
        return Reply(f"No customer fits {args.where}, so nothing is changed.")
    if len(found) > MOST:
        raise Refused(
            f"{len(found)} customers fit, and one change may touch {MOST}",
            "narrow the filter, for example by tag: or country:",
        )
    edits = [
        one
        for listed in found
        for one in document_changed(CUSTOMERS, _edit_of(listed, args), services).edits
        if isinstance(one, EditDocument) and one.edits
    ]
    what, count = _what(args), plural(len(found), "customer")
    return Intent(
        f"Change {count} where {args.where}: {what}",
        tuple(edits),
        then=(Button("List them", "customer list", {"where": args.where}),),
        notes=tuple(_told(found, len(edits))),
        least=Need.CONFIRM,
        ask=Ask(f"Change {count}?", f"{what}. Where: {args.where}", "Change them"),
    )


def _edit_of(listed: Listed, args: Args) -> Any:
    """Give what ``customer edit`` would be told for one of them."""
    values: dict[str, object] = {"customer": listed.id, **args.set, "unset": args.unset}
    if args.add_tag or args.remove_tag:
        kept = [tag for tag in listed.customer.tags if tag not in args.remove_tag]
        tags = tuple(dict.fromkeys((*kept, *args.add_tag)))
        values |= {"tags": tags} if tags else {"unset": (*args.unset, "tags")}
    return edit.Args.model_validate(values)


def _what(args: Args) -> str:
    parts = [f"{name} {value}" for name, value in args.set.items()]
    parts += [f"{name} unset" for name in args.unset]
    parts += [f"tag {tag} added" for tag in args.add_tag]
    parts += [f"tag {tag} taken off" for tag in args.remove_tag]
    return ", ".join(parts)


def _told(found: list[Listed], changing: int) -> Iterator[str]:
    yield f"{plural(len(found), 'customer')} fit: {join_items(one.id for one in found)}."
    if changing < len(found):
        yield f"{len(found) - changing} of them say so already and stay as they are."


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'customer bulk --where "status:active tag:retail currency:EUR" --set channels=30,cps=5',
        'customer bulk --where "country:DE" --add_tag eu --unset website',
    ),
)

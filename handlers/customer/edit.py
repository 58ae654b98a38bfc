"""Edit a customer: give any of its fields a new value.

Only the named fields change; comments and everything else in the file stay as they are. ``--unset`` takes fields
back to their defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from engine.book import Book
from engine.documents import at_path, to_plain
from engine.edits import EditDocument, Plain
from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import edits_for, flags, given, split_list, with_fields_of, written_as
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.customer import Customer
from schemas.fields import leaf_fields
from schemas.operators import Role
from schemas.values import CustomerRef


@with_fields_of(Customer)
class Args(BaseModel):
    """The customer, and the fields to change."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef = Field(description="Whom to edit.", examples=["ben-llc"])
    unset: tuple[str, ...] = Field(
        (),
        description="Fields to take back to their defaults, with commas.",
        examples=["channels, website"],
    )

    _split = field_validator("unset", mode="before")(split_list)


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    known = flags(Customer)
    for name in args.unset:
        if name not in known:
            yield FieldError("unset", f'there is no field "{name}"; fields are {", ".join(known)}')
        elif getattr(args, name) is not None:
            yield FieldError(name, f"{name} gets a value and is unset too; say one of them")


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    book = services.book
    path = book.path_of("customer", args.customer)
    file = services.text.read(path, book.documents.data(path)).value or {}
    # The last version that held may have the wanted value already: only the file as it is tells what to repair.
    loaded = book.documents.load(path)
    is_broken = loaded.model is None or loaded.stands_in is not None
    current = _written(file) if is_broken else given_now(book, args.customer)
    wanted: dict[str, Plain] = dict(given(args, Customer))
    wanted |= {
        flags(Customer)[name]: None for name in args.unset if flags(Customer)[name] in current
    }
    changed = {
        path: value
        for path, value in wanted.items()
        if path not in current or value is None or is_broken or _differs(book, args, path)
    }
    if not wanted and not args.unset:
        raise Refused(
            "nothing was named to change", f"try: customer edit {args.customer} --channels 30"
        )
    return Intent(
        f"Edit {', '.join(changed) or 'nothing'} of customer {args.customer}",
        (EditDocument(path, edits_for(Customer, changed, file)),),
        then=(Button("Show card", "customer show", {"customer": args.customer}),),
    )


def _differs(book: Book, args: Any, path: str) -> bool:
    """Whether the file means another value: 0 and 0.00 are one amount."""
    leaf = next(leaf for leaf in leaf_fields(Customer) if leaf.path == path)
    present = reduce(getattr, leaf.pointer, book.customer(args.customer))
    return bool(present != getattr(args, leaf.flag))


def _written(file: Mapping[str, Plain]) -> Mapping[str, Plain]:
    """Give the fields as the file writes them, also those that do not hold: dotted path -> value."""
    return {
        path: value
        for path in flags(Customer).values()
        if (value := at_path(file, ".".join(written_as(Customer, path, file)))) is not None
    }


def given_now(book: Book, customer: str) -> Mapping[str, Plain]:
    """Give the fields the customer's file says now: dotted path -> plain value."""
    document = to_plain(book.customer(customer))
    return {
        path: value
        for path in flags(Customer).values()
        if (value := at_path(document, path)) is not None
    }


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the file says now."""
    now = given_now(services.book, str(typed["customer"]))
    return {flag: now[path] for flag, path in flags(Customer).items() if path in now}


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "customer edit ben-llc --channels 60",
        'customer edit ben-llc --notes "moves to the new switch in June" --unset website',
    ),
    form=(
        "customer",
        "name",
        "status",
        "channels",
        "cps",
        "debit_limit",
        "tax_percent",
        "website",
        "tags",
        "notes",
    ),
)

"""What counts for a customer: a tab of its folder, what its tags bring along, its numbers and CLI rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel

from engine.book import Book
from engine.checks import settings_of
from engine.edits import Pointer
from engine.lookup import look_up
from schemas.auth import Auth, Endpoint
from schemas.cli import CLI, CLIRule
from schemas.customer import Customer
from schemas.fields import item_of
from schemas.voice import CallDirection

Model = TypeVar("Model", bound=BaseModel)


def held(book: Book, kind: str, name: str, model: type[Model]) -> Model | None:
    """Give the document of this kind and id, None if there is none or it does not hold."""
    path = book.documents.path_of(kind, name)
    found = book.documents.load(path).model if path is not None else None
    return found if isinstance(found, model) else None


def block_of(book: Book, customer: Customer) -> range | None:
    """Give the internal numbers reserved for a customer, None if none are or their count is not known."""
    block = customer.internal_numbers
    if block.start is None:
        return None
    size = block.size or block_size(book)
    return range(int(block.start), int(block.start) + size) if size else None


def block_size(book: Book) -> int:
    """Give how many numbers a block holds that names no size; 0 if the settings do not hold."""
    settings = settings_of(book)
    return settings.number_blocks.size if settings else 0


def endpoints_of(auth: Auth) -> Iterator[tuple[Pointer, Endpoint]]:
    """Give every record of both kinds with its place: those recognised by address, then those by password."""
    for place, record in enumerate(auth.ip):
        yield ("ip", place), record
    for place, user in enumerate(auth.users):
        yield ("users", place), user


def from_tags(
    book: Book, customer: Customer | None, kind: str, model: type[Model]
) -> Iterator[tuple[str, Model]]:
    """Give what the tags of a customer bring along: tag -> document of this kind."""
    for tag in customer.tags if customer else ():
        found = held(book, kind, tag, model)
        if found is not None:
            yield tag, found


def caller_rules(
    book: Book, customer: str, direction: CallDirection = CallDirection.TERMINATION
) -> tuple[CLIRule, ...]:
    """Give the CLI rules that count for a customer and direction: its own, then those of its tags."""
    sourced = brought(book, customer, look_up(book, Customer, customer), "cli", CLI)
    return tuple(
        rule
        for _, _, rule in sourced
        if isinstance(rule, CLIRule) and rule.enabled and rule.direction is direction
    )


def brought(
    book: Book, name: str, customer: Customer | None, kind: str, model: type[BaseModel]
) -> Iterator[tuple[str, int, Any]]:
    """Give what a customer has in its own file of a kind and what its tags bring: tag (empty: own), place, item.

    The own come first, then those of each tag; the items are those of the only list of the model.
    """
    (key,) = (name for name, field in model.model_fields.items() if item_of(field.annotation))
    own = held(book, kind, name, model)
    theirs = from_tags(book, customer, f"tag-{kind}", model)
    for tag, found in (*((("", own),) if own else ()), *theirs):
        for place, item in enumerate(getattr(found, key)):
            yield tag, place, item

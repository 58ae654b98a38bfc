"""Assign a public number to a customer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_lists import NUMBERS
from handlers.kit.items import NewItem, added, check_new
from handlers.kit.services import Services
from schemas.dids import DID
from schemas.operators import Role


@with_fields_of(DID, required=("number", "provider", "provider_card"), without=("id",))
class Args(NewItem):
    """Whose number it becomes, where it comes from and where its calls go."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(NUMBERS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the number into the customer's DIDs."""
    return added(NUMBERS, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "did assign ben-llc 442079460177 thames-numbers thames-did --destinations 1001@sip.example.com",
        "did assign ben-llc 442079460178 thames-numbers thames-did --id support --cost 0.40 --retail 1.50",
    ),
    form=(
        "customer",
        "number",
        "provider",
        "provider_card",
        "id",
        "destinations",
        "customer_card",
        "cost",
        "retail",
        "tags",
    ),
)

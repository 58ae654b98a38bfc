"""Edit what a customer has to sign; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ChangedItem, ItemWord
from handlers.kit.item_lists import CONTRACTS
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.contracts import ContractAssignment
from schemas.operators import Role


@with_fields_of(ContractAssignment, without=("id",))
class Args(ChangedItem):
    """Which contract, and what changes."""

    assignment: ItemWord = Field(
        description="Which assignment, by id or contract.", examples=["terms"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(CONTRACTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(CONTRACTS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the contract says now."""
    return filled(CONTRACTS, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("customer contract edit ben-llc terms --grace_date 2026-12-31",),
    form=("customer", "assignment", "contract", "revision", "required", "grace_date"),
)

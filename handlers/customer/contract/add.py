"""Ask a customer to sign a contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import NewItem
from handlers.kit.item_lists import CONTRACTS
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.contracts import ContractAssignment
from schemas.operators import Role


@with_fields_of(ContractAssignment, required=("contract",), without=("id",))
class Args(NewItem):
    """Who signs which contract, and until when."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(CONTRACTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the customer's contracts."""
    return added(CONTRACTS, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "customer contract add blue-lagoon-travel terms-of-service",
        "customer contract add blue-lagoon-travel recording-consent --required yes --grace_date 2026-12-31",
    ),
    form=("customer", "contract", "id", "revision", "required", "grace_date"),
)

"""Add an operator: one person of the carrier's staff, with what they may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import OfCarrier, WithId
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from handlers.kit.shared_lists import OPERATORS
from schemas.operators import Operator, Role


@with_fields_of(Operator, required=("name", "email"), without=("id",))
class Args(WithId, OfCarrier):
    """Who it is, how they are known, and what they may do."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(OPERATORS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write them behind the others."""
    may_nothing = not args.roles
    notes = (f"Without a role {args.name} may do nothing.",) if may_nothing else ()
    return added(OPERATORS, args, services, notes=notes)


COMMAND = Command(
    role=Role.ADMIN,
    effect=Effect.CONFIG,
    examples=('operator add "Ben Ito" ben@example.com --slack_id U0BEN001 --roles operator',),
    form=("name", "email", "id", "slack_id", "roles", "os_user", "forge", "zone"),
)

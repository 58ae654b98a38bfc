"""Edit an operator: their roles and how they are known; ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import OfCarrier, WithUnset
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from handlers.kit.shared_lists import OPERATORS
from schemas.operators import Operator, Role
from schemas.values import OperatorRef


@with_fields_of(Operator, without=("id",))
class Args(WithUnset, OfCarrier):
    """Who, and what changes."""

    operator: OperatorRef = Field(description="Which operator.", examples=["ada"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(OPERATORS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    roles = args.roles if args.roles is not None else () if "roles" in args.unset else None
    steps_down = args.operator == actor.id and roles is not None and Role.ADMIN not in roles
    notes = (_STEPS_DOWN,) if steps_down else ()
    return changed(OPERATORS, args, services, notes=notes)


_STEPS_DOWN = "You take the role admin from yourself: you cannot take this back, another admin can."


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what is known of them now."""
    return filled(OPERATORS, typed, services)


COMMAND = Command(
    role=Role.ADMIN,
    effect=Effect.CONFIG,
    examples=(
        'operator edit ada --roles "operator, finance"',
        "operator edit tama --unset forge",
    ),
    form=("operator", "name", "email", "slack_id", "roles", "os_user", "forge", "zone"),
)

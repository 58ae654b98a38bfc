"""Give a customer a package: it is charged from its first day on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import NewItem
from handlers.kit.item_lists import PACKAGES
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.packages import PackageAssignment


@with_fields_of(PackageAssignment, required=("package", "quantity", "start"), without=("id",))
class Args(NewItem):
    """Who gets which package, how often and from when."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(PACKAGES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the customer's packages."""
    return added(PACKAGES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "customer package add northgate-dental trunk-rental 1 2026-12-01",
        "customer package add northgate-dental uk-1000 2 2026-12-01 --id minutes --end 2027-12-01",
    ),
    form=("customer", "package", "quantity", "start", "id", "end", "auto_decrement", "minutes"),
)

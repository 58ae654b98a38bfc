"""Set when messages of a customer's alerts are held back; they are sent at the end if it still lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.file_fields import check_file_fields, file_fields_changed, file_fields_now
from handlers.kit.item_args import ChangedItem
from handlers.kit.item_lists import ALERTS
from handlers.kit.services import Services
from schemas.alerts import Alerts
from schemas.operators import Role


@with_fields_of(Alerts)
class Args(ChangedItem):
    """Whose alerts, and when they are quiet."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_file_fields(ALERTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return file_fields_changed(ALERTS, args, services, command="alert quiet")


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the file says now."""
    return file_fields_now(ALERTS, ALERTS.whose(typed), services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'alert quiet ben-llc --slots "daily 22:00-07:00" --zone Europe/London',
        "alert quiet ben-llc --unset slots",
    ),
)

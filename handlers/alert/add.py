"""Add an alert about a customer: who is told when a value passes a threshold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import NewItem
from handlers.kit.item_forms import ALERT, ALERT_LIMITS
from handlers.kit.item_lists import ALERTS
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.alerts import Alert
from schemas.operators import Role


@with_fields_of(Alert, required=("name", "notify", "area", "operator"), without=("id",))
class Args(NewItem):
    """About whom, what is watched and who is told."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(ALERTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the alert into the customer's alerts."""
    return added(ALERTS, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'alert add ben-llc "Little credit" contacts available_credit below 50',
        'alert add ben-llc "Bad answers" "contact:ben, operator:ada" asr below 30 --window_minutes 30',
    ),
    form=("customer", *ALERT, *ALERT_LIMITS),
    positional=("threshold",),
)

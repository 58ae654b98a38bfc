"""Add an alert about the whole carrier, every provider, every customer, or one provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import OfWatched, WithId
from handlers.kit.item_forms import ALERT, ALERT_LIMITS
from handlers.kit.item_lists import SHARED_ALERTS
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.alerts import Alert
from schemas.operators import Role


@with_fields_of(Alert, required=("name", "notify", "area", "operator"), without=("id",))
class Args(WithId, OfWatched):
    """About whom, what is watched and who is told."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(SHARED_ALERTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the shared alerts."""
    return added(SHARED_ALERTS, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'alert shared add carrier "Carrier connects badly" "#noc" asr below 30 --window_minutes 30',
    ),
    form=("watched", *ALERT, "id", *ALERT_LIMITS),
    positional=("threshold",),
)

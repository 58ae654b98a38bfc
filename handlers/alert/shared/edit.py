"""Edit a shared alert; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, OfWatched, WithUnset
from handlers.kit.item_forms import ALERT, ALERT_LIMITS
from handlers.kit.item_lists import SHARED_ALERTS
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.alerts import Alert
from schemas.operators import Role


@with_fields_of(Alert, without=("id",))
class Args(WithUnset, OfWatched):
    """Which alert, and what changes."""

    alert: ItemWord = Field(description="Which alert, by id or name.", examples=["asr-drop"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(SHARED_ALERTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(SHARED_ALERTS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the alert says now."""
    return filled(SHARED_ALERTS, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("alert shared edit all-providers asr-drop --threshold 25",),
    form=("watched", "alert", *ALERT, *ALERT_LIMITS),
)

"""Edit the settings of the carrier; only the named fields change, and ``--unset`` takes fields back to their defaults.

The format is raised by ``config upgrade``, and customers are put into 256 folders by ``repo fanout``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import SETTINGS
from handlers.kit.documents import (
    ChangedDocument,
    check_changed_document,
    document_changed,
    document_filled,
)
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.settings import Settings


@with_fields_of(Settings, without=("format", "fan_out"))
class Args(ChangedDocument):
    """The fields to change."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed_document(SETTINGS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return document_changed(SETTINGS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the settings say now."""
    return document_filled(SETTINGS, typed, services)


COMMAND = Command(
    role=Role.ADMIN,
    effect=Effect.CONFIG,
    examples=(
        "settings edit --zone Europe/London --recordings_days 365",
        'settings edit --sip_codes "402=503 Funds Required, 403=603 Declined"',
    ),
    form=(
        "name",
        "zone",
        "base_currency",
        "changes",
        "alerts",
        "sip_codes",
        "commands",
        "start",
        "size",
        "recordings_days",
    ),
)

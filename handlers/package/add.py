"""Add a package to the catalogue: a rental, a bundle of minutes, a minimum spend.

Customers get it with ``customer package add``; what is not said has the default of the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import PACKAGES
from handlers.kit.documents import NewDocument, check_new_document, document_added
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.packages import Package


@with_fields_of(Package, required=("name", "currency"))
class Args(NewDocument):
    """The fields of the package, and its id."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new_document(PACKAGES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write its document."""
    return document_added(PACKAGES, args, services)


COMMAND = Command(
    role=Role.FINANCE,
    effect=Effect.CONFIG,
    examples=(
        'package add "UK number, monthly" GBP --cost 0.40 --retail 1.50 --minimum_days 30',
        'package add "500 EU minutes" EUR --retail 6.00 --type free_minutes --minutes 500 --destinations "49, 33, 34"',
    ),
    form=(
        "name",
        "currency",
        "id",
        "cost",
        "retail",
        "setup_retail",
        "frequency",
        "type",
        "minutes",
        "destinations",
    ),
)

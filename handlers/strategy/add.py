"""Add a strategy: how providers are chosen and ordered where a route says so.

Its provider cards come with ``strategy card add``; without any, those of the customer's card are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import STRATEGIES
from handlers.kit.documents import NewDocument, check_new_document, document_added
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.strategy import Strategy


@with_fields_of(Strategy, required=("name", "type"))
class Args(NewDocument):
    """The fields of the strategy, and its id."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new_document(STRATEGIES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write its document."""
    return document_added(STRATEGIES, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        'strategy add "UK mobile, quality first" tier',
        'strategy add "Cheapest first" lcr --id cheapest',
    ),
    form=("name", "type", "id", "override_routing", "notes"),
)

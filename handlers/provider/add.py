"""Add a provider: a company we buy routes or numbers from.

Its currency never changes. It gets calls once it has a gateway and a rate card.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import PROVIDERS
from handlers.kit.documents import NewDocument, check_new_document, document_added
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.provider import Provider


@with_fields_of(
    Provider, required=("name", "currency"), without=("portal_secret", "rotate_portal_secret")
)
class Args(NewDocument):
    """The fields of the provider, and its id."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new_document(PROVIDERS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write its document."""
    return document_added(PROVIDERS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=('provider add "Atlas Carrier Services" EUR --id atlas --channels 1000 --cps 80',),
    form=(
        "name",
        "currency",
        "id",
        "status",
        "channels",
        "cps",
        "gateway_failover",
        "replies",
        "p_asserted_id",
        "notes",
    ),
)

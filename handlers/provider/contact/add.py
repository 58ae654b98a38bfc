"""Add a contact to a provider: a person or desk to call when something is wrong there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import WithId
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROVIDER_CONTACTS, OfProvider
from schemas.operators import Role
from schemas.provider import ProviderContact


@with_fields_of(ProviderContact, required=("name",), without=("id",))
class Args(WithId, OfProvider):
    """Whose contact, and how they are reached."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(PROVIDER_CONTACTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the contacts."""
    return added(PROVIDER_CONTACTS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        'provider contact add atlas-carrier "Atlas billing" --email billing@atlas.example.net --purpose Invoices',
    ),
    form=("provider", "name", "id", "purpose", "email", "phone"),
)

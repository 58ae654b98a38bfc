"""Edit a contact of a provider; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, WithUnset
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROVIDER_CONTACTS, OfProvider
from schemas.operators import Role
from schemas.provider import ProviderContact


@with_fields_of(ProviderContact, without=("id",))
class Args(WithUnset, OfProvider):
    """Which contact, and what changes."""

    contact: ItemWord = Field(
        description="Which contact, by id, name or e-mail address.", examples=["noc"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(PROVIDER_CONTACTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(PROVIDER_CONTACTS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the contact says now."""
    return filled(PROVIDER_CONTACTS, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("provider contact edit atlas-carrier noc --phone +442079460912",),
    form=("provider", "contact", "name", "purpose", "email", "phone"),
)

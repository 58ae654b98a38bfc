"""Edit a provider; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import PROVIDERS
from handlers.kit.documents import (
    ChangedDocument,
    check_changed_document,
    document_changed,
    document_filled,
)
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.provider import Provider
from schemas.values import ProviderRef


@with_fields_of(Provider, without=("portal_secret", "rotate_portal_secret"))
class Args(ChangedDocument):
    """The provider, and the fields to change."""

    provider: ProviderRef = Field(description="Which provider.", examples=["atlas-carrier"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed_document(PROVIDERS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return document_changed(PROVIDERS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the provider says now."""
    return document_filled(PROVIDERS, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "provider edit atlas-carrier --status inactive",
        'provider edit atlas-carrier --replies "486=default, 503=failover" --unset failure_backoff',
    ),
    form=(
        "provider",
        "name",
        "status",
        "channels",
        "cps",
        "gateway_failover",
        "replies",
        "p_asserted_id",
        "notes",
    ),
)

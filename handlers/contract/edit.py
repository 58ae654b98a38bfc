"""Edit a contract; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import CONTRACTS
from handlers.kit.documents import (
    ChangedDocument,
    check_changed_document,
    document_changed,
    document_filled,
)
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.contracts import Contract
from schemas.operators import Role
from schemas.values import ContractRef


@with_fields_of(Contract)
class Args(ChangedDocument):
    """The contract, and the fields to change."""

    contract: ContractRef = Field(description="Which contract.", examples=["terms-of-service"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed_document(CONTRACTS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return document_changed(CONTRACTS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the contract says now."""
    return document_filled(CONTRACTS, typed, services)


COMMAND = Command(
    role=Role.FINANCE,
    effect=Effect.CONFIG,
    examples=('contract edit recording-consent --name "Consent to recording"',),
    form=("contract", "name", "notes"),
)

"""Add a contract with its first wording, which never changes afterwards.

The wording is typed, or handed in as a text file. A later one is added with ``contract revise``; customers get the
contract with ``customer contract add``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.contract_texts import NewWording, check_wording, drawn_day, revision_of
from handlers.kit.document_areas import CONTRACTS
from handlers.kit.documents import NewDocument, check_new_document, document_added
from handlers.kit.fields import given, with_fields_of
from handlers.kit.services import Services
from schemas.contracts import Contract
from schemas.operators import Role


@with_fields_of(Contract, required=("name",))
class Args(NewDocument, NewWording):
    """The name of the contract, its first wording, and its id."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    yield from check_new_document(CONTRACTS, args, book)
    yield from check_wording(args)


def draw(args: Any, services: Services, actor: Actor) -> Mapping[str, object]:
    """Settle the day of the wording."""
    return drawn_day(services)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write its document with revision 1."""
    said = dict(given(args, Contract))
    notes = {"notes": said["notes"]} if "notes" in said else {}
    content = {"name": said["name"], "revisions": [revision_of(args, 1, services)], **notes}
    return document_added(CONTRACTS, args, services, content=content)


COMMAND = Command(
    role=Role.FINANCE,
    effect=Effect.CONFIG,
    examples=(
        'contract add "Fair use" --text "1. Trunks carry calls of people, not of diallers."',
        'contract add "Terms of service 2027" --file terms.txt --date 2027-01-01',
    ),
    form=("name", "text", "file", "date", "id", "notes"),
)

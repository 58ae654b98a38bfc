"""Add a new wording to a contract: the next revision, in force from then on; earlier ones stay as they are.

Whoever has to sign the newest wording has to sign again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from engine.edits import EditDocument, InsertItem
from engine.errors import Invalid
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.contract_texts import NewWording, check_wording, drawn_day, revision_of
from handlers.kit.document_areas import CONTRACTS
from handlers.kit.documents import held, users_of
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.contracts import Contract
from schemas.operators import Role
from schemas.values import ContractRef


class Args(NewWording):
    """Which contract, and its new wording."""

    contract: ContractRef = Field(description="Which contract.", examples=["terms-of-service"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    yield from check_wording(args)
    last = held(CONTRACTS, args.contract, book).revisions[-1]
    if args.date is not None and args.date < last.date:
        yield FieldError(
            "date", f"revision {last.number} is of {last.date}; a later one is not older"
        )


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Settle the day of the wording."""
    return drawn_day(services)


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Write it behind the last revision."""
    book = services.book
    path = book.path_of("contract", args.contract)
    loaded = book.documents.load(path)
    if loaded.stands_in is not None or not isinstance(loaded.model, Contract):
        raise Invalid(loaded.problems)  # the number of the next revision cannot be told
    number = loaded.model.revisions[-1].number + 1
    revision = revision_of(args, number, services)
    signers = len(users_of(book, "contract", args.contract))
    asked = (f"It is asked for in {plural(signers, 'place')}; see: contract show {args.contract}",)
    return Intent(
        f"Add revision {number} of contract {args.contract}",
        (EditDocument(path, (InsertItem(("revisions", len(loaded.model.revisions)), revision),)),),
        then=(CONTRACTS.button(args.contract),),
        notes=asked if signers else (),
    )


COMMAND = Command(
    role=Role.FINANCE,
    effect=Effect.CONFIG,
    examples=(
        "contract revise terms-of-service --file terms.txt",
        'contract revise recording-consent --text "Callers hear it at the beginning." --date 2026-12-01',
    ),
    form=("contract", "text", "file", "date"),
)

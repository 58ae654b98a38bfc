"""Delete customers: their folders go into the archive, and none of their calls passes any more.

Several at once are one commit. Their numbers go into the stock of their providers. An id is never used again; to have a
customer back, undo the deletion.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field, field_validator

from engine.book import Book
from engine.departure import needed_by, to_archive
from engine.documents import dotted
from engine.edits import DocumentEdit
from engine.errors import Invalid
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.item_lists import ITEM_LISTS, NUMBERS
from handlers.kit.item_places import items_of
from handlers.kit.reply import Ask
from handlers.kit.services import Services
from handlers.kit.standings import standing_of, status_words
from handlers.kit.stocking import restocked
from handlers.kit.wording import few, plural
from schemas.dids import DID
from schemas.operators import Role
from schemas.policy import Need
from schemas.quantities import Switch
from schemas.values import CustomerRef

MOST = 100
_NAMED = 5
_PLACES = 10


class Args(BaseModel):
    """Whom."""

    model_config = ConfigDict(extra="forbid")

    customers: tuple[CustomerRef, ...] = Field(
        description="Whom to delete; several with blanks or commas between.",
        examples=[["wren-answering", "blue-lagoon-travel"]],
        min_length=1,
        max_length=MOST,
    )
    to_stock: Switch = Field(
        True,
        description="Put their numbers into the stock of their providers; no: the numbers go into the archive too.",
        examples=[False],
    )

    @field_validator("customers", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(dict.fromkeys(value.replace(",", " ").split()))
            if isinstance(value, str)
            else value
        )


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Name the places that would lead to nobody."""
    places = list(needed_by(book, args.customers))
    for name, held in places[:_PLACES]:
        yield FieldError(
            "customers",
            f"{name} is still named in {held.path} ({dotted(held.fact.at)}); take it out there first",
        )
    if len(places) > _PLACES:
        yield FieldError("customers", f"and in {len(places) - _PLACES} more places")


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Move the folders, and say what goes with each."""
    book = services.book
    dids = [did for name in args.customers for did in _dids(name, book)]
    edits: list[DocumentEdit] = list(to_archive(book, args.customers))
    stocked = restocked(dids, services) if args.to_stock else ()
    names = ", ".join(args.customers)
    return Intent(
        f"Delete {'customer' if len(args.customers) == 1 else 'customers'} {names}",
        (*edits, *stocked),
        notes=(
            *(_lost(name, services) for name in args.customers),
            *_fate(dids, args, book),
            f"{'Its id is' if len(args.customers) == 1 else 'Their ids are'} never used again. It can be undone.",
        ),
        least=Need.CONFIRM,
        ask=_ask(args.customers, services),
    )


def _ask(customers: tuple[str, ...], services: Services) -> Ask:
    shown = few([_called(name, services.book) for name in customers], _NAMED)
    count = "this customer" if len(customers) == 1 else plural(len(customers), "customer")
    return Ask(
        f"Delete {count}?",
        f"{shown}: none of their calls passes any more.",
        "Delete",
    )


def _called(name: str, book: Book) -> str:
    try:
        return f"{book.customer(name).name} ({name})"
    except Invalid:
        return name


def _dids(name: str, book: Book) -> tuple[DID, ...]:
    try:
        return tuple(items_of(NUMBERS, {"customer": name}, book))
    except Invalid:
        return ()  # what does not hold goes into the archive as it is


def _lost(name: str, services: Services) -> str:
    """Say on one line how a customer stands and what it has."""
    book = services.book
    try:
        stands = status_words(standing_of(name, services))
    except Invalid:
        stands = "its file does not hold"
    kept = ", ".join(_counts(name, book)) or "nothing but its own file"
    return f"{_called(name, book)}, {stands}. With it goes: {kept}."


def _counts(name: str, book: Book) -> Iterator[str]:
    for items in ITEM_LISTS:
        if items.owner.argument != "customer":
            continue
        try:
            count = len(items_of(items, {"customer": name}, book))
        except Invalid:
            yield f"{items.plural} that do not hold"
            continue
        if count:
            yield f"{count} {items.noun if count == 1 else items.plural}"


def _fate(dids: list[DID], args: Args, book: Book) -> Iterator[str]:
    """Tell of every number where it goes; providers go on billing for it."""
    going = [did for did in dids if args.to_stock and book.has("provider", did.provider)]
    staying = [did for did in dids if did not in going]
    if going:
        yield f"Into stock: {', '.join(did.number for did in going)}."
    if staying:
        yield (
            f"Into the archive, billed to us until cancelled: "
            f"{', '.join(f'{did.number} ({did.provider})' for did in staying)}."
        )


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "customer delete wren-answering",
        "customer delete wren-answering blue-lagoon-travel maple-conferencing",
    ),
    rest="customers",
)

"""Public numbers, whether a customer has them or not: finding them, and what goes along when one changes hands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import process

from engine.book import Book
from engine.checks import owner_of
from engine.documents import to_plain
from engine.edits import Plain
from engine.errors import Refused
from engine.facts import Index
from engine.inbound import holder_of
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, WithId
from handlers.kit.item_places import ItemList, Owner
from schemas.dids import DID, DIDs
from schemas.faults import quoted
from schemas.shared import PublicNumber
from schemas.stock import Stock, StockNumber
from schemas.values import ProviderRef

SHELF = Owner(argument="provider", noun="the stock of", kind="provider")
STOCK = ItemList(
    tab="stock",
    key="numbers",
    model=StockNumber,
    noun="number",
    plural="numbers",
    area="did stock",
    argument="did",
    named_by=("number",),
    columns=("number", "provider_card", "cost", "setup_cost", "package", "minimum_days", "tags"),
    owner=SHELF,
    unique={"number": Index.DID},
)
LASTING = (*PublicNumber.model_fields, "tags")
"""What a number keeps when it changes hands. Notes come with it out of stock, and stay behind when it is released."""


class InStock(BaseModel):
    """Arguments of every command about one number in stock."""

    model_config = ConfigDict(extra="forbid")

    did: ItemWord = Field(
        description="Which number in stock, by its digits or its id.", examples=["442079460210"]
    )
    provider: ProviderRef | None = Field(
        None,
        description="In whose stock it is; needed only if two have this id.",
        examples=["thames-numbers"],
    )


@with_fields_of(StockNumber, required=("number", "provider_card"), without=("id",))
class NewInStock(WithId):
    """A number that comes into stock."""

    model_config = ConfigDict(extra="forbid")

    provider: ProviderRef = Field(
        description="Provider the number comes from.", examples=["thames-numbers"]
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A number with who has it: a customer, or nobody, then it is in stock. ``provider`` is where it comes from."""

    customer: str
    provider: str
    entry: DID | StockNumber

    def plain(self) -> dict[str, Plain]:
        """Give what is known of it as plain values."""
        return {
            "customer": self.customer or None,
            "provider": self.provider,
            **to_plain(self.entry),
        }


def stocked(book: Book, number: str) -> tuple[str, StockNumber] | None:
    """Find a number in stock: the provider and the entry; None if it is not in stock."""
    holder = holder_of(book, number)
    if holder is None or not isinstance(holder[3], StockNumber):
        return None
    return holder[2], holder[3]


def in_stock(args: InStock, book: Book) -> InStock:
    """Complete arguments with the provider in whose stock the number is.

    Raises:
        Refused: no such number is in stock, or several providers have one of this id.
    """
    if args.provider is not None:
        return args
    named = stocked(book, args.did)
    if named is not None:
        return args.model_copy(update={"provider": named[0]})
    every = book.every("stock", Stock)
    found = [
        provider
        for provider, stock in every.items()
        if any(args.did == number.id for number in stock.numbers)
    ]
    if len(found) == 1:
        return args.model_copy(update={"provider": found[0]})
    if found:
        raise Refused(
            f"several providers have a number {args.did} in stock",
            f"say which: --provider {' or '.join(found)}",
        )
    assigned = holder_of(book, args.did)
    if assigned is not None:
        raise Refused(
            f"the number {args.did} is not in stock: customer {owner_of(assigned[0])} has it",
            "bring it into stock with: did release",
        )
    known = [
        word for stock in every.values() for one in stock.numbers for word in (one.id, one.number)
    ]
    near = process.extract(args.did, sorted(set(known)), limit=2, score_cutoff=70)
    raise Refused(
        f"no number {quoted(args.did)} is in stock",
        f"did you mean {' or '.join(match[0] for match in near)}?"
        if near
        else "list them with: did stock list",
    )


def every_number(book: Book) -> Iterator[Held]:
    """Give every number of the carrier: those of customers in the order of their ids, then those in stock."""
    for customer, dids in book.every("dids", DIDs).items():
        for did in dids.dids:
            yield Held(customer, did.provider, did)
    for provider, stock in book.every("stock", Stock).items():
        for number in stock.numbers:
            yield Held("", provider, number)


def into_stock(did: DID) -> NewInStock:
    """Give what goes into stock of a number that is released: nothing that is about the customer."""
    said = to_plain(did)
    kept = {name: said[name] for name in LASTING if name in said}
    return NewInStock.model_validate({"provider": did.provider, **kept})


def out_of_stock(provider: str, number: StockNumber) -> Mapping[str, object]:
    """Give what an assigned number takes along from stock, by the names of a DID's fields."""
    kept = (*LASTING, "notes")
    said = {name: getattr(number, name) for name in kept if name in number.model_fields_set}
    return {"provider": provider, **said}

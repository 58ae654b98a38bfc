"""Lists of public numbers over the whole carrier: which ones are meant, and how they are laid out."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from handlers.kit.numbers import Held, every_number
from handlers.kit.paging import Page, page_of
from handlers.kit.reply import Actions, Block, Button, Reply, Table, Text
from handlers.kit.services import Services
from handlers.kit.wording import plural, show
from schemas.dids import DID
from schemas.quantities import Switch
from schemas.values import CustomerRef, ProviderRef, Tag


class WhichNumbers(BaseModel):
    """Which numbers of the carrier are meant; all if nothing is said."""

    model_config = ConfigDict(extra="forbid")

    customer: CustomerRef | None = Field(
        None, description="Only the numbers of this customer.", examples=["ben-llc"]
    )
    provider: ProviderRef | None = Field(
        None, description="Only numbers from this provider.", examples=["thames-numbers"]
    )
    tag: Tag | None = Field(None, description="Only numbers with this tag.", examples=["london"])
    stock: Switch | None = Field(
        None,
        description="yes: only numbers in stock; no: only those of customers.",
        examples=[True],
    )


def numbers_meant(args: WhichNumbers, book: Book) -> list[Held]:
    """Give the numbers that fit, in the order of the numbers."""
    found = [held for held in every_number(book) if _fits(args, held)]
    return sorted(found, key=lambda held: held.entry.number.removeprefix("+"))


def _fits(args: WhichNumbers, held: Held) -> bool:
    return (
        args.customer in (None, held.customer)
        and args.provider in (None, held.provider)
        and (args.tag is None or args.tag in held.entry.tags)
        and args.stock in (None, not held.customer)
    )


def number_reply(args: WhichNumbers, page: int, services: Services) -> Reply:
    """List the numbers that are meant, a page of them, and lead to the others."""
    found = numbers_meant(args, services.book)
    shown = page_of(found, page)
    said = args.model_dump(mode="json", include=set(WhichNumbers.model_fields), exclude_none=True)
    blocks: list[Block] = [_table(shown)] if found else []
    left_out = _left_out(services.book)
    blocks += [Text(left_out)] if left_out else []
    export = Button("Export", "did export", said)
    buttons = (*shown.turns("did list", said), *((export,) if found and services.live else ()))
    blocks += [Actions(buttons)] if buttons else []
    return Reply(
        f"{plural(len(found), 'number')}{said_of(args)}",
        tuple(blocks),
        values={
            "dids": [held.plain() for held in shown.rows],
            "total": len(found),
            "page": shown.number,
        },
    )


def said_of(args: WhichNumbers) -> str:
    """Say in words which numbers are meant: `` of ben-llc, tagged london``."""
    parts = [
        f" of {args.customer}" if args.customer else "",
        f" from {args.provider}" if args.provider else "",
        f" tagged {args.tag}" if args.tag else "",
        {True: " in stock", False: " of customers", None: ""}[args.stock],
    ]
    return "".join(parts)


def _left_out(book: Book) -> str:
    broken = [
        path
        for kind in ("dids", "stock")
        for path in book.paths(kind).values()
        if book.documents.load(path).model is None
    ]
    return (
        f"Left out, because their files do not hold: {', '.join(broken)}. See: validate"
        if broken
        else ""
    )


def _table(page: Page[Held]) -> Table:
    columns = ("Number", "Customer", "Id", "Destinations", "Provider", "Cost", "Retail", "Tags")
    rows = tuple(_row(held) for held in page.rows)
    return Table(columns, rows, page.note, ("Cost", "Retail"))


def _row(held: Held) -> tuple[str, ...]:
    entry = held.entry
    assigned = isinstance(entry, DID)
    goes: Sequence[str] = entry.destinations if isinstance(entry, DID) else ()
    retail = entry.package or (f"{entry.retail:f}" if isinstance(entry, DID) else "-")
    return (
        entry.number,
        held.customer if assigned else "in stock",
        entry.id,
        show(list(goes)),
        held.provider,
        f"{entry.cost:f}",
        retail,
        show(list(entry.tags)),
    )

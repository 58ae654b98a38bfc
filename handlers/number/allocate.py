"""Reserve a block of internal numbers for a customer: the next free one, or one that begins where you say.

Its SIP users are then numbers of this block. Where blocks begin and how big they are stands in settings.yaml
(number_blocks).
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from engine.book import Book
from engine.edits import EditDocument, Plain
from engine.errors import Refused
from engine.number_blocks import Block, blocks, first_free, said
from engine.tabs import block_of
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import edits_for
from handlers.kit.item_args import OfCustomer
from handlers.kit.reply import Button
from handlers.kit.services import Services
from schemas.customer import BlockNumber, Customer
from schemas.operators import Role
from schemas.quantities import Count


class Args(OfCustomer):
    """Whose block, and which."""

    start: BlockNumber | None = Field(
        None,
        description="First number of the block. Absent: that of the next free block.",
        examples=["3000"],
    )
    size: Count | None = Field(
        None,
        description="How many numbers. Absent: number_blocks.size of settings.yaml.",
        examples=[500],
    )


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    own = block_of(book, book.customer(args.customer))
    if own is not None:
        message = f"{args.customer} has the block {said(own)} already; release it first"
        yield FieldError("customer", message)
    elif args.start is not None:
        wanted = _wanted(args, book)
        for other in _in_the_way(wanted, book):
            yield FieldError("start", f"{said(wanted)} overlaps {other.said} of {other.customer}")


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Write the first number of the block into the customer's document, and its size if it is a special one."""
    book = services.book
    own = block_of(book, book.customer(args.customer))
    if own is not None:
        raise Refused(
            f"{args.customer} has the block {said(own)} already",
            f"release it first: number release {args.customer}",
        )
    wanted = _wanted(args, book)
    for other in _in_the_way(wanted, book):
        raise Refused(
            f"{said(wanted)} overlaps {other.said} of {other.customer}",
            "leave start out to get the next free block",
        )
    values: dict[str, Plain] = {"internal_numbers.start": str(wanted.start)}
    if args.size is not None:
        values["internal_numbers.size"] = args.size
    path = book.path_of("customer", args.customer)
    file = services.text.read(path, book.documents.data(path)).value or {}
    return Intent(
        f"Allocate numbers {said(wanted)} to customer {args.customer}",
        (EditDocument(path, edits_for(Customer, values, file)),),
        then=(
            Button("Show numbers", "number show", {"customer": args.customer}),
            Button("Show card", "customer show", {"customer": args.customer}),
        ),
    )


def _wanted(args: Args, book: Book) -> range:
    rules = book.settings.number_blocks
    size = args.size or rules.size
    first = int(args.start) if args.start else first_free(book, int(rules.start), size)
    return range(first, first + size)


def _in_the_way(wanted: range, book: Book) -> list[Block]:
    return [
        other
        for other in blocks(book)
        if other.numbers.start < wanted.stop and wanted.start < other.numbers.stop
    ]


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "number allocate blue-lagoon-travel",
        "number allocate blue-lagoon-travel --start 7000 --size 200",
    ),
)

"""List the blocks of internal numbers: whose they are, and where the next free one begins."""

from __future__ import annotations

from itertools import islice

from engine.number_blocks import blocks, first_free, gaps, said, users_in
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCarrier, Paged
from handlers.kit.paging import page_of
from handlers.kit.reply import Actions, Button, Reply, Table, Text
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role

NAMED = 5


class Args(Paged, OfCarrier):
    """Which page."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay the blocks out in the order of their numbers."""
    book = services.book
    rules = book.settings.number_blocks
    taken = blocks(book)
    page = page_of(taken, args.page)
    rows = tuple(
        (one.said, one.customer, str(len(users_in(book, one.customer, one.numbers))))
        for one in page.rows
    )
    first = first_free(book, int(rules.start), rules.size)
    free = [said(gap) for gap in islice(gaps(taken, int(rules.start)), NAMED + 1)]
    more = " and more" if len(free) > NAMED else ""
    between = f" Free between the blocks: {', '.join(free[:NAMED])}{more}." if free else ""
    columns = ("Numbers", "Customer", "SIP users")
    table = Table(columns, rows, page.note, numbers=("SIP users",))
    allocate = Button("Allocate numbers", "number allocate", {}, form=True)
    return Reply(
        plural(len(taken), "block"),
        (
            *((table,) if rows else ()),
            Text(f"The next free block of {rules.size} begins at {first}.{between}"),
            *((Actions((allocate, *page.turns("number list", {}))),) if services.live else ()),
        ),
        values={
            "blocks": [
                {
                    "customer": one.customer,
                    "start": one.numbers.start,
                    "size": len(one.numbers),
                }
                for one in taken
            ],
            "next": first,
        },
    )


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("number list",))

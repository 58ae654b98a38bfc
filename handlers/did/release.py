"""Release a public number of a customer: calls to it do not reach the customer any more, and it goes into stock.

The provider goes on billing for the number until somebody cancels it there. In stock it is seen and can be assigned
again; with ``--to_stock no`` it leaves the books.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import NUMBERS
from handlers.kit.item_places import item_named
from handlers.kit.items import added, removed
from handlers.kit.numbers import STOCK, into_stock
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.quantities import Switch


class Args(OfCustomer):
    """Which DID, and where it goes."""

    did: ItemWord = Field(description="Which DID, by number or id.", examples=["442079460100"])
    to_stock: Switch = Field(
        True,
        description="Put it into the stock of its provider; no: it goes back to the provider and out of the books.",
        examples=[False],
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take the number out of the customer's DIDs, and put it into stock."""
    gone = removed(NUMBERS, args, services)
    _, did = item_named(NUMBERS, NUMBERS.whose(args), args.did, services.book)
    if not args.to_stock:
        note = f"{did.provider} bills us for {did.number} until it is cancelled there."
        return replace(gone, notes=(note,))
    if not services.book.has("provider", did.provider):
        note = f"There is no provider {did.provider}, so {did.number} leaves the books."
        return replace(gone, notes=(note,))
    stock = added(STOCK, into_stock(did), services)
    note = (
        f"{did.number} goes into the stock of {did.provider}, which bills us for it until it is cancelled there. "
        "To leave it out of the books: --to_stock no"
    )
    return replace(gone, edits=(*gone.edits, *stock.edits), notes=(note,))


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "did release ben-llc 442079460100",
        "did release ben-llc 442079460100 --to_stock no",
    ),
)

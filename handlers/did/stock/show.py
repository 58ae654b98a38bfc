"""Show a number in stock."""

from __future__ import annotations

from dataclasses import replace

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_places import item_named
from handlers.kit.item_replies import item_card
from handlers.kit.numbers import STOCK, InStock, in_stock
from handlers.kit.reply import Actions, Button, Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(InStock):
    """Which number."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what is known of the number, and offer to assign it."""
    found = in_stock(args, services.book)
    card = item_card(STOCK, found, services, actor)
    if not services.live:
        return card
    _, number = item_named(STOCK, STOCK.whose(found), found.did, services.book)
    assign = Button("Assign", "did assign", {"number": number.number}, form=True)
    return replace(card, blocks=(*card.blocks, Actions((assign,))))


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("did stock show 442079460210",))

"""Remove a number from stock: it went back to its provider, and costs nothing any more."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.items import removed
from handlers.kit.numbers import STOCK, InStock, in_stock
from handlers.kit.services import Services
from schemas.operators import Role


class Args(InStock):
    """Which number."""


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take the number out of its provider's stock."""
    found = in_stock(args, services.book)
    note = f"{found.provider} bills us for the number until it is cancelled there."
    return removed(STOCK, found, services, notes=(note,))


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("did stock remove 442079460210",)
)

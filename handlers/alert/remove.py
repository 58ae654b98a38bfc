"""Remove an alert about a customer; nobody is told of this any more."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ALERTS
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which alert."""

    alert: ItemWord = Field(description="Which alert, by id or name.", examples=["low-balance"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take the alert out of the customer's alerts."""
    return removed(ALERTS, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("alert remove ben-llc low-balance",)
)

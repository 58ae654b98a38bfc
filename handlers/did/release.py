"""Release a public number of a customer; calls to it do not reach the customer any more."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_lists import NUMBERS
from handlers.kit.items import ItemWord, OfCustomer, removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which DID."""

    did: ItemWord = Field(description="Which DID, by number or id.", examples=["442079460100"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take the number out of the customer's DIDs."""
    return removed(NUMBERS, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("did release ben-llc 442079460100",)
)

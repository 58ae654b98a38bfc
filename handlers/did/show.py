"""Show a DID of a customer."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import NUMBERS
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which DID."""

    did: ItemWord = Field(description="Which DID, by number or id.", examples=["442079460100"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what the DID says."""
    return item_card(NUMBERS, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("did show ben-llc 442079460100",))

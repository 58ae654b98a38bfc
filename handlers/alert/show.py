"""Show an alert about a customer."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ALERTS
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which alert."""

    alert: ItemWord = Field(description="Which alert, by id or name.", examples=["low-balance"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what the alert says."""
    return item_card(ALERTS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("alert show ben-llc low-balance",)
)

"""Show a gateway of a provider."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import GATEWAYS, OfProvider
from schemas.operators import Role


class Args(OfProvider):
    """Which gateway."""

    gateway: ItemWord = Field(description="Which gateway, by id or host.", examples=["london-1"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(GATEWAYS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("provider gateway show atlas-carrier london-1",)
)

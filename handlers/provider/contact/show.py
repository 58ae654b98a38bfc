"""Show a contact of a provider."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROVIDER_CONTACTS, OfProvider
from schemas.operators import Role


class Args(OfProvider):
    """Which contact."""

    contact: ItemWord = Field(
        description="Which contact, by id, name or e-mail address.", examples=["noc"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(PROVIDER_CONTACTS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("provider contact show atlas-carrier noc",)
)

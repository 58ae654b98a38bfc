"""Remove a contact from a provider."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.items import removed
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROVIDER_CONTACTS, OfProvider
from schemas.operators import Role


class Args(OfProvider):
    """Which contact."""

    contact: ItemWord = Field(
        description="Which contact, by id, name or e-mail address.", examples=["noc"]
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the contacts."""
    return removed(PROVIDER_CONTACTS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("provider contact remove atlas-carrier noc",),
)

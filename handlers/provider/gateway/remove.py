"""Remove a gateway from a provider; no call goes there or comes from there any more."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.items import removed
from handlers.kit.services import Services
from handlers.kit.shared_lists import GATEWAYS, OfProvider
from schemas.operators import Role


class Args(OfProvider):
    """Which gateway."""

    gateway: ItemWord = Field(description="Which gateway, by id or host.", examples=["london-1"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the gateways."""
    return removed(GATEWAYS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=("provider gateway remove atlas-carrier london-1",),
)

"""List the gateways of a provider."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import Paged
from handlers.kit.item_replies import item_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import GATEWAYS, OfProvider
from schemas.operators import Role


class Args(Paged, OfProvider):
    """Whose gateways, and which page of them."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay them out as a table."""
    return item_list(GATEWAYS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("provider gateway list atlas-carrier",)
)

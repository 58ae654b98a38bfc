"""Show the settings of the carrier: what is set, what has its default, and the aliases for every customer."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import SETTINGS
from handlers.kit.document_replies import document_card
from handlers.kit.item_args import OfCarrier
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import CARRIER_ALIASES
from schemas.operators import Role


class Args(OfCarrier):
    """There is only one carrier."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Draw the card of the settings."""
    return document_card(SETTINGS, "settings", services, actor, lists=(CARRIER_ALIASES,))


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("settings show",))

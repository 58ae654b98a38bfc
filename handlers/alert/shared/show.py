"""Show a shared alert."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfWatched
from handlers.kit.item_lists import SHARED_ALERTS
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfWatched):
    """Which alert."""

    alert: ItemWord = Field(description="Which alert, by id or name.", examples=["asr-drop"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what it says."""
    return item_card(SHARED_ALERTS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("alert shared show all-providers asr-drop",)
)

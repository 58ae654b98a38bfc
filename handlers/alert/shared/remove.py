"""Remove a shared alert."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfWatched
from handlers.kit.item_lists import SHARED_ALERTS
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfWatched):
    """Which alert."""

    alert: ItemWord = Field(description="Which alert, by id or name.", examples=["asr-drop"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the shared alerts."""
    return removed(SHARED_ALERTS, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("alert shared remove all-providers asr-drop",),
)

"""Remove an alert from a tag."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfTag
from handlers.kit.item_lists import TAG_ALERTS
from handlers.kit.items import removed
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfTag):
    """Which alert."""

    alert: ItemWord = Field(description="Which alert, by id or name.", examples=["low-credit"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take it out of the tag's alerts."""
    return removed(TAG_ALERTS, args, services)


COMMAND = Command(
    role=Role.OPERATOR, effect=Effect.CONFIG, examples=("tag alert remove retail low-credit",)
)

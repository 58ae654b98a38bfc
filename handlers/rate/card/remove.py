"""Remove a rate card with all its rates; refused while a route, a number or another card uses it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import RATE_CARDS
from handlers.kit.documents import document_removed
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import RateCardRef


class Args(BaseModel):
    """Which rate card."""

    model_config = ConfigDict(extra="forbid")

    card: RateCardRef = Field(description="Which rate card.", examples=["retail-usd"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take its document away."""
    return document_removed(RATE_CARDS, args, services)


COMMAND = Command(
    role=Role.ENGINEER, effect=Effect.CONFIG, examples=("rate card remove retail-usd",)
)

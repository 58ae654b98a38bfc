"""Remove a strategy; refused while a route uses it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import STRATEGIES
from handlers.kit.documents import document_removed
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import StrategyRef


class Args(BaseModel):
    """Which strategy."""

    model_config = ConfigDict(extra="forbid")

    strategy: StrategyRef = Field(description="Which strategy.", examples=["uk-mobile-quality"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take its document away."""
    return document_removed(STRATEGIES, args, services)


COMMAND = Command(
    role=Role.ENGINEER, effect=Effect.CONFIG, examples=("strategy remove uk-mobile-quality",)
)

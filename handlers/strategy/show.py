"""Show a strategy: its cards, and which routes use it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import STRATEGIES
from handlers.kit.document_replies import document_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import STRATEGY_CARDS
from schemas.operators import Role
from schemas.values import StrategyRef


class Args(BaseModel):
    """Which strategy."""

    model_config = ConfigDict(extra="forbid")

    strategy: StrategyRef = Field(description="Which strategy.", examples=["uk-mobile-quality"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Draw its card."""
    return document_card(STRATEGIES, args.strategy, services, actor, lists=(STRATEGY_CARDS,))


COMMAND = Command(
    role=Role.VIEWER, effect=Effect.READ, examples=("strategy show uk-mobile-quality",)
)

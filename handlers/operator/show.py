"""Show an operator: how they are known, and what they may do."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCarrier
from handlers.kit.item_replies import item_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import OPERATORS
from schemas.operators import Role
from schemas.values import OperatorRef


class Args(OfCarrier):
    """Who."""

    operator: OperatorRef = Field(description="Which operator.", examples=["ada"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Show what is known of them."""
    return item_card(OPERATORS, args, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("operator show ada",))

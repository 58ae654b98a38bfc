"""Show a prefix set: its lines, and where it is used."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import PREFIX_SETS
from handlers.kit.document_replies import document_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import PrefixSetRef


class Args(BaseModel):
    """Which prefix set."""

    model_config = ConfigDict(extra="forbid")

    prefix_set: PrefixSetRef = Field(description="Which prefix set.", examples=["uk-mobile"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Draw its card."""
    return document_card(PREFIX_SETS, args.prefix_set, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("prefix set show uk-mobile",))

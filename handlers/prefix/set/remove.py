"""Remove a prefix set; refused while a route, a card or a rule uses it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import PREFIX_SETS
from handlers.kit.documents import document_removed
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import PrefixSetRef


class Args(BaseModel):
    """Which prefix set."""

    model_config = ConfigDict(extra="forbid")

    prefix_set: PrefixSetRef = Field(description="Which prefix set.", examples=["uk-mobile"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take its document away."""
    return document_removed(PREFIX_SETS, args, services)


COMMAND = Command(
    role=Role.ENGINEER, effect=Effect.CONFIG, examples=("prefix set remove uk-mobile",)
)

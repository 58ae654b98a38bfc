"""Remove a provider; refused while a rate card or a number comes from it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import PROVIDERS
from handlers.kit.documents import document_removed
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import ProviderRef


class Args(BaseModel):
    """Which provider."""

    model_config = ConfigDict(extra="forbid")

    provider: ProviderRef = Field(description="Which provider.", examples=["atlas-carrier"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take its document away."""
    return document_removed(PROVIDERS, args, services)


COMMAND = Command(
    role=Role.ENGINEER, effect=Effect.CONFIG, examples=("provider remove atlas-carrier",)
)

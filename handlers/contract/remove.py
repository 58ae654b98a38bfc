"""Remove a contract that no customer has to sign and no rate card asks for."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import CONTRACTS
from handlers.kit.documents import document_removed
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import ContractRef


class Args(BaseModel):
    """Which contract."""

    model_config = ConfigDict(extra="forbid")

    contract: ContractRef = Field(description="Which contract.", examples=["terms-of-service"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take its document away."""
    return document_removed(CONTRACTS, args, services)


COMMAND = Command(
    role=Role.FINANCE, effect=Effect.CONFIG, examples=("contract remove terms-of-service",)
)

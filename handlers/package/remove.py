"""Remove a package from the catalogue; refused while a customer or a number has it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import PACKAGES
from handlers.kit.documents import document_removed
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import PackageRef


class Args(BaseModel):
    """Which package."""

    model_config = ConfigDict(extra="forbid")

    package: PackageRef = Field(description="Which package.", examples=["uk-1000"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take its document away."""
    return document_removed(PACKAGES, args, services)


COMMAND = Command(role=Role.FINANCE, effect=Effect.CONFIG, examples=("package remove uk-1000",))

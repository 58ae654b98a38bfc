"""Show a package: what it costs, what it gives, and who has it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import PACKAGES
from handlers.kit.document_replies import document_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import PackageRef


class Args(BaseModel):
    """Which package."""

    model_config = ConfigDict(extra="forbid")

    package: PackageRef = Field(description="Which package.", examples=["uk-1000"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Draw its card."""
    return document_card(PACKAGES, args.package, services, actor)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("package show uk-1000",))

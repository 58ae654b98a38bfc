"""List the providers, ten to a page."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import PROVIDERS
from handlers.kit.document_replies import Listed, document_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.voice import RecordStatusWord


class Args(Listed):
    """Which providers."""

    status: RecordStatusWord | None = Field(
        None, description="Only providers of this status.", examples=["inactive"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Filter, and lay out a page of them."""
    return document_list(
        PROVIDERS, args, services, actor, keep=lambda one: args.status in (None, one.status)
    )


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("provider list", "provider list --status inactive"),
)

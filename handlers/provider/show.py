"""Show a provider: its terms, gateways, contacts and rewrites, and what uses it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import PROVIDERS
from handlers.kit.document_replies import document_card
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from handlers.kit.shared_lists import GATEWAYS, PROVIDER_CONTACTS, PROVIDER_REWRITES
from schemas.operators import Role
from schemas.values import ProviderRef


class Args(BaseModel):
    """Which provider."""

    model_config = ConfigDict(extra="forbid")

    provider: ProviderRef = Field(description="Which provider.", examples=["atlas-carrier"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Draw its card."""
    return document_card(
        PROVIDERS,
        args.provider,
        services,
        actor,
        lists=(GATEWAYS, PROVIDER_CONTACTS, PROVIDER_REWRITES),
    )


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("provider show atlas-carrier",))

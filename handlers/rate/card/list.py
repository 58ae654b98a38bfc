"""List the rate cards, ten to a page; filtered by side, currency or provider."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import RATE_CARDS
from handlers.kit.document_replies import Listed, document_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.quantities import Currency
from schemas.rate_card import RateCard, Side
from schemas.scalars import choice
from schemas.values import ProviderRef


class Args(Listed):
    """Which rate cards."""

    side: Annotated[Side, choice(Side)] | None = Field(
        None, description="Only cards of this side.", examples=["provider"]
    )
    currency: Currency | None = Field(
        None, description="Only cards in this currency.", examples=["USD"]
    )
    provider: ProviderRef | None = Field(
        None, description="Only cards of this provider.", examples=["atlas-carrier"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Filter, and lay out a page of them."""

    def fits(card: RateCard) -> bool:
        return (
            args.side in (None, card.side)
            and args.currency in (None, card.currency)
            and args.provider in (None, card.provider)
        )

    return document_list(RATE_CARDS, args, services, actor, keep=fits)


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("rate card list", "rate card list --side provider --currency USD"),
)

"""strategies/<id>.yaml: how providers are chosen and ordered, where a route says so."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.auth import Weight
from schemas.base import Document, Section
from schemas.quantities import Switch, whole
from schemas.scalars import choice
from schemas.values import Name, Notes, RateCardRef


class StrategyType(StrEnum):
    """Ways of ordering providers."""

    LCR = "lcr"
    REVERSE_LCR = "reverse_lcr"
    RANDOM = "random"
    ROUND_ROBIN = "round_robin"
    MANUAL = "manual"
    TIER = "tier"
    LCR_PERFORMANCE = "lcr_performance"
    DROP = "drop"


class StrategyCard(Section):
    """A provider card in a strategy."""

    card: RateCardRef = Field(description="Which provider card.", examples=["atlas-standard"])
    tier: Annotated[int, whole(1, 20, "a tier")] = Field(
        default=1,
        description="For tier: one card of tier 1 is tried, then one of tier 2.",
        examples=[2],
    )
    weight: Weight = Field(
        default=1,
        description="Share of calls among the others (of its tier), for random and tier.",
        examples=[3],
    )


class Strategy(Document):
    """How providers are chosen and ordered."""

    name: Name = Field(
        description="Name people know it by; unique.", examples=["UK mobile, quality first"]
    )
    type: Annotated[
        StrategyType,
        choice(
            StrategyType,
            aliases={
                "round robin": StrategyType.ROUND_ROBIN,
                "reverse lcr": StrategyType.REVERSE_LCR,
            },
        ),
    ] = Field(
        description=(
            "lcr: cheapest first; reverse_lcr: dearest first; random: by weight; round_robin: in turn; manual: as "
            "listed; tier: one per tier; lcr_performance: price weighed against ASR; drop: refuse the call."
        ),
        examples=["tier"],
    )
    cards: tuple[StrategyCard, ...] = Field(
        default=(),
        description="Provider cards with weight and tier. Absent: those of the customer's card.",
        examples=[[{"card": "atlas-standard", "weight": 3}]],
    )
    override_routing: Switch = Field(
        default=False,
        description="Use these cards alone, whatever the customer's card is made of.",
        examples=[True],
    )
    notes: Notes | None = Field(
        default=None, description="Notes for staff.", examples=["Reviewed each quarter."]
    )

"""numbers.yaml of a provider: its numbers in stock, which no customer has."""

from __future__ import annotations

from pydantic import Field

from schemas.base import Document
from schemas.shared import ItemId, PublicNumber
from schemas.values import Notes, Tag


class StockNumber(PublicNumber):
    """A number of the provider that no customer has."""

    FIRST = ("id",)

    id: ItemId = Field(
        description="Short name of the entry; never changes.", examples=["442079460100"]
    )
    tags: tuple[Tag, ...] = Field(
        default=(), description="Tags for searching.", examples=[["london"]]
    )
    notes: Notes | None = Field(
        default=None, description="Notes for staff.", examples=["Easy to remember."]
    )


class Stock(Document):
    """The numbers of a provider that wait for a customer."""

    numbers: tuple[StockNumber, ...] = Field(
        default=(),
        description="One entry per number.",
        examples=[
            [
                {
                    "id": "442079460100",
                    "number": "442079460100",
                    "provider_card": "atlas-did",
                    "cost": "0.40",
                }
            ]
        ],
    )

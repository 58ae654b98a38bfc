"""Contracts: their texts (contracts/<id>.yaml) and which of them a customer has to sign (its contracts.yaml)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.base import Document, Section
from schemas.dates import Day
from schemas.quantities import Count, Switch
from schemas.shared import ItemId
from schemas.values import ContractRef, Name, Notes, text_type

Wording = Annotated[str, text_type(60_000, several_lines=True)]


class ContractRevision(Section):
    """A wording; it never changes, a correction is a new revision, and needs a new signature."""

    number: Count = Field(description="Number of the revision, counted up from 1.", examples=[1])
    date: Day = Field(description="Day of the wording, YYYY-MM-DD.", examples=["2026-01-15"])
    text: Wording = Field(
        description="The wording, plain text.", examples=["1. The customer pays in advance."]
    )


class Contract(Document):
    """An agreement that customers sign; the highest revision is the one in force."""

    name: Name = Field(description="Name of the agreement.", examples=["Terms of service"])
    revisions: tuple[ContractRevision, ...] = Field(
        min_length=1,
        description="Every wording there ever was.",
        examples=[
            [{"number": 1, "date": "2026-01-15", "text": "1. The customer pays in advance."}]
        ],
    )
    notes: Notes | None = Field(
        default=None, description="Notes for staff.", examples=["Checked by our lawyer."]
    )


class ContractAssignment(Section):
    """An agreement this customer has to sign."""

    id: ItemId = Field(
        description="Short name of the assignment; never changes.", examples=["terms"]
    )
    contract: ContractRef = Field(description="Which agreement.", examples=["terms-of-service"])
    revision: Count | None = Field(
        default=None, description="Which wording. Absent: always the newest.", examples=[1]
    )
    required: Switch = Field(
        default=False,
        description="Unsigned after the grace date, no call passes.",
        examples=[True],
    )
    grace_date: Day | None = Field(
        default=None,
        description="Last day (UTC) on which calls pass without a signature. Absent: none, if required.",
        examples=["2026-07-01"],
    )


class ContractAssignments(Document):
    """The agreements of a customer; who signed what and when is in the store."""

    contracts: tuple[ContractAssignment, ...] = Field(
        default=(),
        description="One entry per agreement.",
        examples=[[{"id": "terms", "contract": "terms-of-service", "required": True}]],
    )

"""Postal addresses, as invoices print them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.addresses import Country
from schemas.base import Flag, Section, formerly
from schemas.values import Line, identifier_type


class Address(Section):
    """Postal address, as printed on invoices."""

    lines: Annotated[tuple[Line, ...], Flag("address_lines")] = Field(
        default=(),
        description="Street and building, one entry per line.",
        examples=[["Unit 4", "12 High Street"]],
    )
    city: Line | None = Field(default=None, description="Town or city.", examples=["Bristol"])
    county: Line | None = Field(
        default=None,
        validation_alias=formerly("county", "state"),
        description="County, state or region.",
        examples=["Avon"],
    )
    postcode: Annotated[
        str | None,
        identifier_type(
            16, r"^[A-Za-z0-9][A-Za-z0-9 -]*$", 'a postcode, in quotes if it is a number: "02134"'
        ),
    ] = Field(default=None, description="Postcode or ZIP code.", examples=["BS1 4DJ"])
    country: Country | None = Field(
        default=None, description="Country, ISO 3166 code of two capitals.", examples=["GB"]
    )

"""fx.yaml: what currencies are worth in each other, from an instant on."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from schemas.base import Document, Section
from schemas.dates import Instant
from schemas.faults import fault, quoted
from schemas.quantities import Currency, decimal_text
from schemas.scalars import Scalar
from schemas.shared import ItemId
from schemas.values import Notes


def _worth(value: object) -> Decimal:
    number = decimal_text(value, rule="money", what="an exchange rate", example="1.0842")
    exponent = number.as_tuple().exponent
    if not 0 < number < 10**9 or (isinstance(exponent, int) and exponent < -9):
        raise fault(
            "number-range",
            f"{quoted(number)} is no exchange rate",
            "write a number above 0 with at most 9 decimals, for example 1.0842",
        )
    return number


Worth = Annotated[
    Decimal, Scalar(_worth, {"type": ["number", "string"], "pattern": r"^[0-9]+(\.[0-9]{1,9})?$"})
]


class ExchangeRate(Section):
    """One unit of a currency, in another."""

    id: ItemId = Field(
        description="Short name of the entry; never changes.", examples=["eur-2026-06"]
    )
    one: Currency = Field(description="Currency of which one unit is meant.", examples=["EUR"])
    currency: Currency = Field(description="Currency it is worth in.", examples=["USD"])
    worth: Worth = Field(
        description="How much one unit is worth, in quotes or plain, at most 9 decimals.",
        examples=["1.0842"],
    )
    since: Instant | None = Field(
        default=None,
        description="First instant (UTC) it counts, by the arrival of the call. Absent: always.",
        examples=["2026-06-01T00:00:00Z"],
    )


class FX(Document):
    """Exchange rates with dates. Money that was converted once is never converted anew."""

    rates: tuple[ExchangeRate, ...] = Field(
        default=(),
        description="One entry per pair and instant; the last that began counts. The way back is the inverse.",
        examples=[[{"id": "eur", "one": "EUR", "currency": "USD", "worth": "1.0842"}]],
    )
    notes: Notes | None = Field(
        default=None, description="Notes for staff.", examples=["European Central Bank, monthly."]
    )

    def exchange(self, money: str, into: str, at: datetime) -> tuple[Fraction, str] | None:
        """Give what one unit of ``money`` is in ``into`` at an instant, and in words which entries say so.

        Directly, by the inverse, or over one third currency in the order of the entries; None if no entry leads there.
        """
        direct = self._pair(money, into, at)
        if direct is not None:
            return direct
        for third in dict.fromkeys(
            name for rate in self.rates for name in (rate.one, rate.currency)
        ):
            first, second = self._pair(money, third, at), self._pair(third, into, at)
            if first is not None and second is not None:
                return first[0] * second[0], f"{first[1]}, {second[1]}"
        return None

    def _pair(self, money: str, into: str, at: datetime) -> tuple[Fraction, str] | None:
        begun = [rate for rate in self.rates if rate.since is None or rate.since <= at]
        fitting = [rate for rate in begun if {rate.one, rate.currency} == {money, into}]
        if money == into or not fitting:
            return None
        newest = max(fitting, key=lambda rate: rate.since or _EVER)
        worth = Fraction(newest.worth)
        said = f"1 {newest.one} = {newest.worth} {newest.currency}"
        if newest.since is not None:
            said += f" since {newest.since:%Y-%m-%d}"
        return (worth if newest.one == money else 1 / worth), said


_EVER = datetime(1970, 1, 1, tzinfo=UTC)

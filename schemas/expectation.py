"""expectations/<id>.yaml: golden calls, "this call gives this route, price or refusal"; every plan is held against them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.auth import SIPUsername
from schemas.base import Document, Flag, Section
from schemas.dates import Instant
from schemas.network import IPAddress
from schemas.quantities import Limit, Money, PositiveMoney, Rate, Seconds
from schemas.scalars import choice
from schemas.shared import ItemId
from schemas.values import CustomerRef, Line, Notes, ProviderRef, RateCardRef, Slug, identifier_type
from schemas.voice import CallDirection, CallDirectionWord, CodecWord, Digits

Dialled = Annotated[
    str,
    identifier_type(64, r"^[0-9*#+]+$", 'the number as it is dialled, in quotes: "442079460018"'),
]
CallerID = Annotated[
    str,
    identifier_type(
        64, r"^[0-9A-Za-z*#+_.-]+$", 'a caller number in quotes, or anonymous: "442079460100"'
    ),
]
SIPFinal = Annotated[
    str, identifier_type(3, r"^[2-6][0-9]{2}$", 'a SIP code in quotes, for example "402"')
]


class Outcome(StrEnum):
    """What becomes of the call, as far as our own rules decide."""

    ROUTED = "routed"
    REFUSED = "refused"


class Call(Section):
    """The call as it reaches the switch."""

    customer: CustomerRef | None = Field(
        default=None,
        description="Customer the call is taken to belong to, without recognising it. Absent: by ip or user.",
        examples=["ben-llc"],
    )
    ip: IPAddress | None = Field(
        default=None, description="Address the call comes from.", examples=["203.0.113.7"]
    )
    user: SIPUsername | None = Field(
        default=None,
        description="SIP user that logged in, in quotes if it is a number.",
        examples=["1001"],
    )
    direction: CallDirectionWord = Field(
        default=CallDirection.TERMINATION,
        description="termination: a customer calls out; origination: somebody calls a DID.",
        examples=["origination"],
    )
    dialled: Dialled = Field(
        description="Number as dialled, in quotes, with tech prefix.", examples=["442079460018"]
    )
    cli: CallerID | None = Field(
        default=None,
        description="Caller number as presented, in quotes. Absent: withheld.",
        examples=["442079460100"],
    )
    p_asserted_id: CallerID | None = Field(
        default=None,
        description="P-Asserted-Identity, in quotes. Absent: none came.",
        examples=["442079460100"],
    )
    codecs: tuple[CodecWord, ...] = Field(
        default=(), description="Codecs offered. Absent: all.", examples=[["pcma"]]
    )
    call_id: Annotated[
        str | None, identifier_type(200, r"^[!-~]+$", "a Call-ID without blanks")
    ] = Field(
        default=None,
        description="Call-ID, where a random choice depends on it.",
        examples=["a84b4c76e66710"],
    )
    at: Instant | None = Field(
        default=None,
        description="Instant (UTC) the call arrives. Absent: the instant of the check.",
        examples=["2026-06-03T10:00:00Z"],
    )


class Given(Section):
    """What is taken to be so at that instant; steps that need what is absent are left out."""

    balance: Money | None = Field(
        default=None, description="Balance of the customer.", examples=["12.50"]
    )
    spend_today: PositiveMoney | None = Field(
        default=None, description="Call charges of the customer since 00:00 UTC.", examples=["3.20"]
    )
    live_channels: Limit | None = Field(
        default=None, description="Calls the customer has up already.", examples=[29]
    )
    calls_this_second: Limit | None = Field(
        default=None, description="Calls the customer started in the same second.", examples=[4]
    )


class Expected(Section):
    """What should come out; what is absent may be anything."""

    outcome: Annotated[Outcome, choice(Outcome)] = Field(
        description="routed: it would be sent to a provider or a destination; refused: it is not.",
        examples=["routed"],
    )
    code: SIPFinal | None = Field(
        default=None, description="SIP code of the refusal, in quotes.", examples=["402"]
    )
    reason: Line | None = Field(
        default=None, description="Reason of the refusal.", examples=["Payment Required"]
    )
    route: Slug | None = Field(
        default=None, description="Route that was chosen.", examples=["standard"]
    )
    rate_card: RateCardRef | None = Field(
        default=None, description="Customer card.", examples=["retail-usd"]
    )
    prefix: Digits | None = Field(
        default=None, description="Prefix of the row, in quotes.", examples=["4420"]
    )
    rate: Rate | None = Field(
        default=None,
        description="Rate of the row, in the customer's currency.",
        examples=["0.0125"],
    )
    providers: tuple[ProviderRef, ...] = Field(
        default=(),
        description="Providers in the order they would be tried.",
        examples=[["atlas-carrier"]],
    )
    number_sent: Dialled | None = Field(
        default=None,
        description="Number sent to the first provider, in quotes.",
        examples=["442079460018"],
    )
    cli_sent: CallerID | None = Field(
        default=None, description="Caller number sent to it, in quotes.", examples=["442079460100"]
    )
    destination: Line | None = Field(
        default=None, description="First destination of a DID.", examples=["1001@sip.example.com"]
    )
    charges: Mapping[
        Annotated[str, identifier_type(6, r"^[0-9]+$", "seconds in digits")], PositiveMoney
    ] = Field(
        default_factory=dict,
        description="What the customer pays for a call of so many seconds: seconds -> amount.",
        examples=[{"61": "0.0250"}],
    )
    max_duration_s: Seconds | None = Field(
        default=None, description="Seconds after which the switch would cut it.", examples=[3600]
    )


class GoldenCall(Section):
    """One call and what should become of it."""

    id: ItemId = Field(description="Short name; never changes.", examples=["uk-landline"])
    why: Line | None = Field(
        default=None, description="What it guards.", examples=["Price agreed on 3 June."]
    )
    call: Call = Field(description="The call as it reaches the switch.")
    given: Annotated[Given, Flag("given")] = Field(
        default_factory=Given, description="What is taken to be so at that instant."
    )
    expect: Expected = Field(description="What should come out.")


class Expectations(Document):
    """Golden calls that belong together."""

    calls: tuple[GoldenCall, ...] = Field(
        default=(),
        description="One entry per call.",
        examples=[
            [
                {
                    "id": "uk",
                    "call": {"dialled": "442079460018", "ip": "203.0.113.7"},
                    "expect": {"outcome": "routed"},
                }
            ]
        ],
    )
    notes: Notes | None = Field(
        default=None, description="What they are for.", examples=["Acceptance of June."]
    )

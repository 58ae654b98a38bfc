"""What is counted and owed at an instant, given to a simulation: balances, live calls, overlays, quality, cursors.

Whatever is absent is not known, and the steps that need it are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from schemas.base import Section
from schemas.quantities import Limit, Money, PositiveMoney, Switch, percent, whole
from schemas.scalars import Scalar
from schemas.values import Line, identifier_type

Key = Annotated[
    str,
    identifier_type(
        140, r"^[A-Za-z0-9_.+*#/-]+$", "an id; what belongs to another has both: ben-llc/standard"
    ),
]
Quality = Annotated[Decimal, Scalar(percent, {"type": ["string", "number"]})]


class Live(Section):
    """Calls that are up, and calls that began in the same second."""

    channels: Limit | None = Field(default=None, description="Calls up now.", examples=[29])
    calls_this_second: Limit | None = Field(
        default=None, description="Calls begun in this second, this one left out.", examples=[4]
    )
    bandwidth_mbps: PositiveMoney | None = Field(
        default=None, description="Media bandwidth in use, in Mb/s.", examples=["3.2"]
    )
    asr: Quality | None = Field(
        default=None, description="Answered share of attempts, in percent.", examples=["54.5"]
    )


class Account(Live):
    """What is known about a customer."""

    balance: Money | None = Field(
        default=None, description="Balance, in its currency.", examples=["12.50"]
    )
    spend_today: PositiveMoney | None = Field(
        default=None, description="Call charges since 00:00 UTC.", examples=["3.20"]
    )
    overlays: tuple[Line, ...] | None = Field(
        default=None,
        description="What lies over its status: suspension, penalty, fraud block. Empty: nothing does.",
        examples=[["penalty"]],
    )
    signed: tuple[Line, ...] | None = Field(
        default=None,
        description="Agreements its people signed, by id. Absent: not known.",
        examples=[["terms-of-service"]],
    )
    verified: Switch | None = Field(
        default=None,
        description="Whether its contacts verified what they have to.",
        examples=[True],
    )


class Counters(Section):
    """What is counted at the instant of a call. Keys of what belongs to another carry both ids: ben-llc/standard."""

    customers: Mapping[Key, Account] = Field(
        default_factory=dict, description="By customer.", examples=[{"ben-llc": {"balance": "20"}}]
    )
    others: Account = Field(
        default_factory=Account,
        description="What is known of every customer that is not named.",
        examples=[{"overlays": []}],
    )
    records: Mapping[Key, Live] = Field(
        default_factory=dict, description="Auth records, by customer/record.", examples=[{}]
    )
    routes: Mapping[Key, Live] = Field(
        default_factory=dict, description="Routes, by customer/route.", examples=[{}]
    )
    dids: Mapping[Key, Live] = Field(
        default_factory=dict, description="DIDs, by number.", examples=[{}]
    )
    providers: Mapping[Key, Live] = Field(
        default_factory=dict, description="By provider.", examples=[{}]
    )
    gateways: Mapping[Key, Live] = Field(
        default_factory=dict, description="By provider/gateway.", examples=[{}]
    )
    cards: Mapping[Key, Live] = Field(
        default_factory=dict, description="Provider cards, with their ASR.", examples=[{}]
    )
    cursors: Mapping[Key, Limit] = Field(
        default_factory=dict,
        description="Where round robin stands, by customer/route.",
        examples=[{"ben-llc/standard": 3}],
    )
    cli_hits: Mapping[Key, Limit] = Field(
        default_factory=dict,
        description="Uses of a caller number in its interval, by customer/number.",
        examples=[{"ben-llc/12125550123": 12}],
    )
    switch_granularity_s: Annotated[int, whole(0, 60, "a number of seconds")] = Field(
        default=0,
        description="Seconds between two looks of the switch at running calls; twice of it come off the time limit.",
        examples=[5],
    )

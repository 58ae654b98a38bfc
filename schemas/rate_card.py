"""card.yaml: what the rows of rates.csv beside it mean, and how the card is made and used."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.addresses import Country
from schemas.base import Document, Flag, Immutable, Section, formerly
from schemas.dates import Instant
from schemas.faults import fault, quoted
from schemas.quantities import (
    CPS,
    Channels,
    Currency,
    PositiveMoney,
    Rate,
    Seconds,
    Switch,
    decimal_text,
    whole,
)
from schemas.scalars import Scalar, choice
from schemas.shared import ItemId, Remarks
from schemas.sheet import SheetProfile
from schemas.values import ContractRef, Line, Name, PrefixSetRef, ProviderRef, RateCardRef, Slug
from schemas.voice import (
    CallDirection,
    CallDirectionWord,
    DialLine,
    MediaProxyWord,
    NumberPolicy,
    NumberPolicyWord,
    NumberTypeWord,
    TechPrefix,
)
from schemas.windows import AcrossWindows, Window


class Side(StrEnum):
    """Whose price a card is: what a customer pays us, or what we pay a provider."""

    CUSTOMER = "customer"
    PROVIDER = "provider"


class Rounding(StrEnum):
    """What becomes of the part behind the last kept digit."""

    UP = "up"
    DOWN = "down"
    HALF_UP = "half_up"
    HALF_DOWN = "half_down"


class Compact(StrEnum):
    """How one price is made of several."""

    MIN = "min"
    MAX = "max"
    AVG = "avg"


class Prices(StrEnum):
    """Which price columns the rows have."""

    SINGLE = "single"
    INTER_INTRA = "inter_intra"
    INTER_INTRA_INDETERMINATE = "inter_intra_indeterminate"
    ORIGIN_ZONES = "origin_zones"


class RatedNumber(StrEnum):
    """Which number prices are looked up by."""

    DIALLED = "dialled"
    ROUTING = "routing"


class Distribution(StrEnum):
    """How providers are ordered when no strategy says otherwise."""

    LCR = "lcr"
    REVERSE_LCR = "reverse_lcr"
    RANDOM = "random"
    ROUND_ROBIN = "round_robin"


class ProfitType(StrEnum):
    """How a price is made of a cost."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    PERCENT = "percent"


class ProfitAction(StrEnum):
    """What a profit rule does with the rows it fits."""

    PROFIT = "profit"
    REMOVE = "remove"
    BLOCKED = "blocked"


class PriceColumn(StrEnum):
    """Price columns of rates.csv."""

    RATE = "rate"
    INTER = "inter"
    INTRA = "intra"


def _profit(value: object) -> Decimal:
    number = decimal_text(value, rule="money", what="a number", example="0.002")
    exponent = number.as_tuple().exponent
    if abs(number) >= 10**6 or (isinstance(exponent, int) and exponent < -9):
        raise fault(
            "number-range",
            f"{quoted(number)} is out of range",
            "write a number with at most 9 decimals",
        )
    return number


RATE_COLUMNS: Mapping[str, str] = {
    "prefix": "Leading digits of the number; required, and first.",
    "name": "Name of the destination.",
    "rate": "Price per per_seconds; required unless the row is blocked.",
    "inter": "US interstate price, for inter_intra prices.",
    "intra": "US intrastate price, for inter_intra prices.",
    "local": "Price inside a country, for origin_zones prices.",
    "zone": "Price between the countries of the card's zones, for origin_zones prices.",
    "minimum_s": "Least seconds billed; empty: defaults.minimum_s of the card.",
    "increment_s": "Seconds billed at a time; empty: defaults.increment_s.",
    "connect": "Added once per answered call; empty: defaults.connect.",
    "free_s": "Free seconds; empty: defaults.free_s.",
    "grace_s": "Grace seconds; empty: defaults.grace_s.",
    "status": "allowed or blocked; empty: allowed.",
    "from": "First instant (UTC) of the row; empty: always.",
    "to": "First instant (UTC) without the row; empty: no end.",
    "window": "Time window of the card in which the row counts; empty: always.",
    "steps": "Other prices from a second of the call on: 60:0.01/60/30 is 0.01 per 60 s, by 30 s, from second 60.",
}
"""Columns of rates.csv -> meaning, in their order; a file leaves out those it does not need."""

Places = Annotated[int, whole(0, 6, "a number of decimals")]
Increment = Annotated[int, whole(1, 3600, "a number of seconds")]
RoundingWord = Annotated[Rounding, choice(Rounding)]
CompactWord = Annotated[Compact, choice(Compact)]
Profit = Annotated[
    Decimal,
    Scalar(_profit, {"type": ["number", "string"], "pattern": r"^-?[0-9]+(\.[0-9]{1,9})?$"}),
]


class Terms(Section):
    """How charges are rounded, from an instant on."""

    since: Instant | None = Field(
        default=None,
        validation_alias=formerly("since", "from"),
        description="First instant (UTC) these terms are in force, by the arrival of the call. Absent: always.",
        examples=["2026-07-01T00:00:00Z"],
    )
    precision: Places = Field(
        default=4,
        validation_alias=formerly("precision", "billing_precision"),
        description="Decimals a charge is rounded to, 0 to 6.",
        examples=[4],
    )
    rounding: RoundingWord = Field(
        default=Rounding.HALF_UP,
        validation_alias=formerly("rounding", "rounding_method"),
        description="How charges are rounded: up, down, half_up, half_down.",
        examples=["up"],
    )
    duration_rounding: RoundingWord = Field(
        default=Rounding.UP,
        description="How fractions of a second are rounded, before minimum and increment; same words.",
        examples=["half_up"],
    )


class Defaults(Section):
    """What a row means that leaves a column empty."""

    minimum_s: Seconds = Field(
        default=0,
        validation_alias=formerly("minimum_s", "mcd"),
        description="Least seconds billed for an answered call.",
        examples=[30],
    )
    increment_s: Increment = Field(
        default=1,
        validation_alias=formerly("increment_s", "pulse"),
        description="Seconds billed at a time behind the minimum.",
        examples=[6],
    )
    connect: PositiveMoney = Field(
        default=Decimal("0.00"),
        description="Added once per answered call, in the card's currency.",
        examples=["0.01"],
    )
    free_s: Seconds = Field(
        default=0,
        description="Seconds at the start of each call that are free. Not with grace_s.",
        examples=[10],
    )
    grace_s: Seconds = Field(
        default=0,
        description="Calls of at most so many seconds are free; longer ones are billed from the start.",
        examples=[2],
    )


class Overrides(Section):
    """What a profit rule sets besides the price; what is absent is the worst of the parents."""

    minimum_s: Seconds | None = Field(
        default=None, description="Least seconds billed.", examples=[30]
    )
    increment_s: Increment | None = Field(
        default=None, description="Seconds billed at a time.", examples=[6]
    )
    connect: PositiveMoney | None = Field(
        default=None, description="Added once per answered call.", examples=["0.00"]
    )
    rounding: RoundingWord | None = Field(
        default=None, description="How generated prices are rounded.", examples=["up"]
    )
    places: Annotated[
        Annotated[int, whole(0, 9, "a number of decimals")] | None, Flag("places")
    ] = Field(default=None, description="Decimals of generated prices.", examples=[5])
    name: Line | None = Field(
        default=None, description="Name of the destination.", examples=["Germany"]
    )


class ProfitRule(Section):
    """How prices of some prefixes are made of the parents' costs; the longest match counts."""

    id: ItemId = Field(description="Short name of the rule; never changes.", examples=["germany"])
    match: DialLine | None = Field(
        default=None,
        description="Prefix in quotes (with all longer ones), or regular expression. Absent: every row.",
        examples=["49"],
    )
    prefix_set: PrefixSetRef | None = Field(
        default=None, description="Only prefixes of this set.", examples=["eu-mobile"]
    )
    action: Annotated[ProfitAction, choice(ProfitAction)] = Field(
        default=ProfitAction.PROFIT,
        validation_alias=formerly("action", "status"),
        description="profit: make a price; remove: leave the rows out; blocked: refuse calls there.",
        examples=["blocked"],
    )
    type: Annotated[ProfitType, choice(ProfitType)] = Field(
        default=ProfitType.PERCENT,
        description="absolute: value is the price; relative: added to the cost; percent: added in percent of the cost.",
        examples=["relative"],
    )
    value: Profit = Field(
        default=Decimal(0), description="The number, per minute or in percent.", examples=["20"]
    )
    apply_to: tuple[
        Annotated[PriceColumn, choice(PriceColumn, aliases={"cost": PriceColumn.RATE})], ...
    ] = Field(
        default=(),
        description="Price columns it is for: rate, inter, intra. Absent: all.",
        examples=[["inter"]],
    )
    overrides: Overrides = Field(
        default_factory=Overrides, description="What it sets besides the price."
    )


class Build(Section):
    """How the rows are made of other cards; without parents they are written by hand."""

    parents: tuple[RateCardRef, ...] = Field(
        default=(),
        description="Provider cards the rows are made of, and calls routed over.",
        examples=[["atlas-standard"]],
    )
    compact: CompactWord = Field(
        default=Compact.MIN,
        validation_alias=formerly("compact", "rate_compact"),
        description="How one price is made of several parents: min, max, avg.",
        examples=["avg"],
    )
    collapse: CompactWord | None = Field(
        default=None,
        validation_alias=formerly("collapse", "collapse_using"),
        description="How three US prices become one, per provider and before compact. Absent: they stay three.",
        examples=["max"],
    )
    profit: tuple[ProfitRule, ...] = Field(
        default=(),
        description="How prices are made of costs.",
        examples=[[{"id": "everything", "type": "percent", "value": "20"}]],
    )


class OriginZones(Section):
    """Countries between which the zone price counts; both lists or neither."""

    sources: tuple[Country, ...] = Field(
        default=(), description="Countries calls come from.", examples=[["DE", "FR"]]
    )
    destinations: tuple[Country, ...] = Field(
        default=(), description="Countries calls go to.", examples=[["DE", "FR"]]
    )


class Published(Section):
    """What customers see of the card."""

    name: Annotated[Name | None, Flag("public_name")] = Field(
        default=None,
        description="Name customers see. Absent: the name.",
        examples=["Standard rates"],
    )
    view: Annotated[Switch, Flag("public_view")] = Field(
        default=False, description="Customers may look at it in the portal.", examples=[True]
    )
    download: Annotated[Switch, Flag("public_download")] = Field(
        default=False, description="Customers may fetch it as CSV.", examples=[True]
    )
    listed: Annotated[Switch, Flag("public_listed")] = Field(
        default=False, description="Customers may choose it in the portal.", examples=[True]
    )


class ProviderTerms(Section):
    """How calls are sent out on a provider card."""

    tech_prefix: TechPrefix | None = Field(
        default=None,
        description="Put before the number sent, in quotes; unique per provider.",
        examples=["101#"],
    )
    channels: Channels = Field(
        default=0, description="Most calls at the same time. 0 or absent: no limit.", examples=[300]
    )
    cps: CPS = Field(
        default=0,
        validation_alias=formerly("cps", "flow_speed"),
        description="Most new calls per second. 0 or absent: no limit.",
        examples=[30],
    )
    capped_rate: Rate | None = Field(
        default=None,
        description="Rows with a higher rate are not used. Absent: all are.",
        examples=["0.25"],
    )
    block_connect_cost: Switch = Field(
        default=False, description="Rows with a connection fee are not used.", examples=[True]
    )
    block_destination_types: tuple[NumberTypeWord, ...] = Field(
        default=(),
        validation_alias=formerly("block_destination_types", "block_destination_type"),
        description="Kinds of numbers it is not used for.",
        examples=[["premium"]],
    )
    cli_restrict: tuple[DialLine, ...] = Field(
        default=(),
        description="Caller numbers it takes, one per line: prefix in quotes, or regular expression. Absent: all.",
        examples=[["44"]],
    )
    paid_restrict: tuple[DialLine, ...] = Field(
        default=(),
        description="P-Asserted-Identities it takes, likewise. Absent: all and none.",
        examples=[["44"]],
    )
    asr_plus: NumberPolicyWord = Field(
        default=NumberPolicy.NONE,
        description="Refuse numbers that answered 404 lately: none, low, full, connected_only.",
        examples=["low"],
    )
    media_proxy: MediaProxyWord | None = Field(
        default=None,
        validation_alias=formerly("media_proxy", "force_rtp"),
        description="Where media runs, whatever the route says. Absent: as the route says.",
        examples=["zone"],
    )
    packet_ms: Annotated[int | None, whole(10, 120, "a number of milliseconds")] = Field(
        default=None,
        validation_alias=formerly("packet_ms", "p_time"),
        description="Milliseconds of voice per packet. Absent: as agreed by the ends.",
        examples=[20],
    )


class RateCard(Document):
    """A priced list of prefixes. Its rows stand in rates.csv beside this file."""

    name: Name = Field(
        description="Name staff knows it by; unique.", examples=["Retail US dollars"]
    )
    side: Annotated[Side, choice(Side), Immutable("make a new card")] = Field(
        description="customer: what a customer pays us; provider: what we pay a provider.",
        examples=["customer"],
    )
    provider: ProviderRef | None = Field(
        default=None, description="Provider of a provider card.", examples=["atlas-carrier"]
    )
    currency: Annotated[Currency, Immutable("make a new card in the other currency")] = Field(
        description="Currency of every amount on it. Never changes.", examples=["USD"]
    )
    direction: CallDirectionWord = Field(
        default=CallDirection.TERMINATION,
        description="termination: calls going out; origination: calls coming in to DIDs.",
        examples=["origination"],
    )
    per_seconds: Annotated[
        Annotated[int, whole(1, 3600, "a number of seconds")], Immutable("make a new card")
    ] = Field(
        default=60,
        description="Seconds a rate is for: 60 is per minute. Never changes.",
        examples=[60],
    )
    terms: tuple[Terms, ...] = Field(
        default_factory=lambda: (Terms(),),
        min_length=1,
        description="How charges are rounded; the entry in force when the call arrives counts.",
        examples=[[{"precision": 4, "rounding": "half_up"}]],
    )
    defaults: Defaults = Field(
        default_factory=Defaults, description="What an empty column of a row means."
    )
    windows: tuple[Window, ...] = Field(
        default=(),
        description="Hours and days in which rows count that name one in the column window.",
        examples=[[{"id": "night", "hours": ["daily 20:00-07:00"]}]],
    )
    across_windows: Annotated[AcrossWindows, choice(AcrossWindows)] = Field(
        default=AcrossWindows.SPLIT,
        description=(
            "A call over the border of a window: split there, each part at its price; or first: at the price it "
            "began with."
        ),
        examples=["first"],
    )
    prices: Annotated[Prices, choice(Prices, aliases={"inter/intra": Prices.INTER_INTRA})] = Field(
        default=Prices.SINGLE,
        validation_alias=formerly("prices", "force_presentation"),
        description=(
            "Price columns: single (rate), inter_intra, inter_intra_indeterminate (rate is indeterminate), "
            "origin_zones (rate is international; local and zone beside it)."
        ),
        examples=["single"],
    )
    zones: OriginZones = Field(
        default_factory=OriginZones, description="Countries between which the zone price counts."
    )
    rate_by: Annotated[
        RatedNumber,
        choice(RatedNumber, aliases={"DN": RatedNumber.DIALLED, "LRN": RatedNumber.ROUTING}),
    ] = Field(
        default=RatedNumber.DIALLED,
        validation_alias=formerly("rate_by", "dialing"),
        description="dialled: the dialled number; routing: the number it was ported to (US LRN).",
        examples=["routing"],
    )
    strategy: Annotated[Distribution, choice(Distribution)] = Field(
        default=Distribution.LCR,
        description="How providers are ordered when no strategy says otherwise: lcr, reverse_lcr, random, round_robin.",
        examples=["round_robin"],
    )
    build: Build = Field(default_factory=Build, description="How the rows are made of other cards.")
    dynamic_routing: tuple[RateCardRef, ...] = Field(
        default=(),
        description="Provider cards calls are routed over although the rows are written by hand.",
        examples=[["atlas-standard"]],
    )
    outgoing: ProviderTerms = Field(
        default_factory=ProviderTerms, description="How calls are sent out on a provider card."
    )
    default_media_proxy: MediaProxyWord | None = Field(
        default=None,
        validation_alias=formerly("default_media_proxy", "default_rtp"),
        description="Where media runs for routes that say auto. Absent: the switch decides.",
        examples=["zone"],
    )
    manual_ordering: Switch = Field(
        default=False,
        description="Customers choose the order of cards in the portal.",
        examples=[True],
    )
    contract: ContractRef | None = Field(
        default=None,
        description="Agreement a customer signs when choosing the card in the portal; unsigned, the route is shut.",
        examples=["terms-of-service"],
    )
    reseller: Slug | None = Field(
        default=None, description="Reseller group the card belongs to.", examples=["west-partners"]
    )
    published: Published = Field(
        default_factory=Published,
        validation_alias=formerly("published", "public_options"),
        description="What customers see of the card.",
    )
    sheet: SheetProfile = Field(
        default_factory=SheetProfile, description="How rate sheets for the card are read."
    )
    notes: Remarks = Field(default_factory=Remarks, description="Notes about the card.")

"""routing.yaml: which calls of a customer (or of every customer with a tag) use which rate card, within which limits."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Document, Flag, Section, formerly
from schemas.quantities import CPS, Channels, Limit, PositiveSeconds, Rate, Seconds, Switch
from schemas.scalars import choice
from schemas.shared import CallerFilters, ItemId, Media, Remarks, Script
from schemas.values import Line, PrefixSetRef, RateCardRef, Slug, StrategyRef
from schemas.voice import (
    DialLine,
    Digits,
    MinimumAttestationWord,
    NumberPolicy,
    NumberPolicyWord,
    NumberTypeWord,
    TechPrefix,
)


class Delivery(StrEnum):
    """Where the calls of a route go."""

    PROVIDERS = "providers"
    INTERNAL = "internal"
    EXTENSION = "extension"
    CUSTOMER_IP = "customer_ip"


class ThreeWay(StrEnum):
    """A switch that can also follow the carrier's setting."""

    DEFAULT = "default"
    ENABLED = "enabled"
    DISABLED = "disabled"


class FraudMode(StrEnum):
    """What a fraud profile does when it fires."""

    DISABLED = "disabled"
    LOW = "low"
    HIGH = "high"


class SIPPing(StrEnum):
    """Towards whom pings are sent during a call."""

    DISABLED = "disabled"
    BOTH = "both"
    DOWNSTREAM = "downstream"
    UPSTREAM = "upstream"


class SessionTimers(StrEnum):
    """Use of SIP session timers (RFC 4028)."""

    DEFAULT = "default"
    BOTH = "both"
    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"
    SUGGEST = "suggest"
    DISABLED = "disabled"


class PriceLimits(Section):
    """What a call may cost us and the customer."""

    capped_rate: Rate | None = Field(
        default=None,
        description="Refuse calls whose customer rate per minute is above. Absent: no cap.",
        examples=["0.50"],
    )
    provider_capped_rate: Rate | None = Field(
        default=None,
        description="Leave out providers whose rate per minute is above, in the customer's currency. Absent: no cap.",
        examples=["0.01"],
    )
    profit_assurance: Annotated[ThreeWay, choice(ThreeWay)] = Field(
        default=ThreeWay.DEFAULT,
        description=(
            "Leave out providers that cost more per minute than the customer pays; blind to increments and "
            "connect fees. default: the carrier's setting."
        ),
        examples=["enabled"],
    )
    block_connect_cost: Switch = Field(
        default=False, description="Leave out prices with a connection fee.", examples=[True]
    )
    balance_disconnect: Switch = Field(
        default=False,
        description="Each 60 s, end calls once balance and debit limit together are below zero.",
        examples=[True],
    )


class Capacity(Section):
    """How much traffic the route may carry; the customer's own limits hold as well."""

    channels: Channels = Field(
        default=0, description="Most calls at the same time. 0 or absent: no limit.", examples=[20]
    )
    cps: CPS = Field(
        default=0,
        validation_alias=formerly("cps", "flow_speed"),
        description="Most new calls per second. 0 or absent: no limit.",
        examples=[5],
    )
    cps_spike_buffer_s: Seconds = Field(
        default=0,
        validation_alias=formerly("cps_spike_buffer_s", "cps_spike_buffer"),
        description="Seconds a call above the rate is held and tried again. 0: refused at once.",
        examples=[3],
    )
    max_duration_s: PositiveSeconds = Field(
        default=3600,
        validation_alias=formerly("max_duration_s", "max_duration"),
        description="Seconds after which a call is cut, in case its end got lost.",
        examples=[3600],
    )
    transcoding: Channels = Field(
        default=0,
        description="Calls at the same time whose codec may be converted. 0: none.",
        examples=[5],
    )


class Locks(Section):
    """Provider cards that are used or left out."""

    only: tuple[RateCardRef, ...] = Field(
        default=(),
        validation_alias=formerly("only", "lock"),
        description="Use these provider cards and no other. Absent: all.",
        examples=[["atlas-standard"]],
    )
    exclude: tuple[RateCardRef, ...] = Field(
        default=(), description="Leave these provider cards out.", examples=[["atlas-standard"]]
    )


class Fraud(Section):
    """Watch for calls that look like fraud; new calls only."""

    profile: Annotated[Slug | None, Flag("fraud_profile")] = Field(
        default=None,
        description="Which profile of thresholds. Absent: none.",
        examples=["default-uk"],
    )
    mode: Annotated[FraudMode, choice(FraudMode), Flag("fraud_mode")] = Field(
        default=FraudMode.DISABLED,
        description=(
            "disabled; low: warnings are told, critical calls blocked; high: warnings block the call, critical "
            "ones block the account until a person lifts it."
        ),
        examples=["low"],
    )


class Redial(Section):
    """Refuse calling the same number again and again."""

    max_count: Annotated[Limit, Flag("redial_max_count")] = Field(
        default=0,
        description="Attempts to one number before it is locked. 0: never.",
        examples=[3],
    )
    period_s: Annotated[PositiveSeconds | None, Flag("redial_period_s")] = Field(
        default=None,
        description="Seconds after the last attempt until the number is free again.",
        examples=[600],
    )


class Filters(CallerFilters):
    """Calls that are refused for what they are."""

    asr_plus: NumberPolicyWord = Field(
        default=NumberPolicy.NONE,
        description=(
            "Refuse numbers that answered 404 in the last 30 days: none; low: in 30 % of calls; full: in 90 %; "
            "connected_only: pass only numbers that ever connected."
        ),
        examples=["low"],
    )
    dnc_lists: tuple[Slug, ...] = Field(
        default=(),
        description="Lists of numbers not to be called: own lists by name, us-federal, uk-tps.",
        examples=[["uk-tps"]],
    )
    block_destination_types: tuple[NumberTypeWord, ...] = Field(
        default=(),
        validation_alias=formerly("block_destination_types", "block_destination_type"),
        description="Kinds of numbers that are refused.",
        examples=[["premium", "satellite"]],
    )
    dno: Switch = Field(
        default=False,
        description="Refuse caller numbers on the do-not-originate list.",
        examples=[True],
    )
    ftc_report_block: Switch = Field(
        default=False, description="Refuse caller numbers reported to the FTC.", examples=[True]
    )
    ftc_log_only: Switch = Field(
        default=False,
        description="Write FTC reports into the CDR and refuse nothing.",
        examples=[True],
    )
    tcpa: Switch = Field(
        default=False, description="Refuse numbers on TCPA litigator lists.", examples=[True]
    )
    min_attestation: MinimumAttestationWord | None = Field(
        default=None,
        validation_alias=formerly("min_attestation", "stir_shaken_min_attest"),
        description="Weakest STIR/SHAKEN attestation that passes: A, B or C. Absent: calls without any pass too.",
        examples=["B"],
    )


class RouteMedia(Media):
    """Voice streams, recording and how a dead call is noticed."""

    FIRST = ("proxy", "proxy_mode", "codecs", "rtp_timeout", "session_timers", "sip_ping")

    rtp_timeout: Switch = Field(
        default=True,
        validation_alias=formerly("rtp_timeout", "rtp_proxy_timeout"),
        description="End calls whose media went silent; not with direct media.",
        examples=[False],
    )
    session_timers: Annotated[SessionTimers, choice(SessionTimers)] = Field(
        default=SessionTimers.DEFAULT,
        validation_alias=formerly("session_timers", "sip_session_timers"),
        description="SIP session timers: default, both, upstream, downstream, suggest, disabled.",
        examples=["disabled"],
    )
    sip_ping: Annotated[SIPPing, choice(SIPPing)] = Field(
        default=SIPPing.BOTH,
        description="Ping about every 30 s, and end the call when nothing answers: both, downstream, upstream, disabled.",
        examples=["upstream"],
    )
    transcribe: Switch = Field(
        default=False, description="Turn recordings into text.", examples=[True]
    )
    block_dtmf: Switch = Field(
        default=False, description="Take key tones out of the media.", examples=[True]
    )
    generate_rtcp: Switch = Field(
        default=False, description="Make quality reports for ends that send none.", examples=[True]
    )


class PrefixStrategy(Section):
    """Another way of choosing providers for some numbers."""

    prefix: Digits | None = Field(
        default=None,
        description="Numbers that begin so, in quotes; or prefix_set.",
        examples=["447"],
    )
    prefix_set: PrefixSetRef | None = Field(
        default=None, description="Numbers in this prefix set; or prefix.", examples=["uk-mobile"]
    )
    strategy: StrategyRef = Field(
        description="How providers are chosen for them.", examples=["uk-mobile-quality"]
    )


class Route(Section):
    """Calls that look like this use that rate card, under these limits."""

    id: ItemId = Field(description="Short name of the route; never changes.", examples=["standard"])
    name: Line | None = Field(
        default=None, description="Name people see. Absent: the id.", examples=["World, standard"]
    )
    enabled: Switch = Field(
        default=True, description="false: the route is skipped.", examples=[False]
    )
    deliver_to: Annotated[Delivery, choice(Delivery)] = Field(
        default=Delivery.PROVIDERS,
        description=(
            "providers: out, by the rate card; internal: the feature server; extension: one of the customer's SIP "
            "users; customer_ip: back to the customer's own system."
        ),
        examples=["extension"],
    )
    tech_prefix: TechPrefix | None = Field(
        default=None,
        description="What callers dial in front to choose this route, in quotes; it is taken off.",
        examples=["9#"],
    )
    rate_card: RateCardRef | None = Field(
        default=None,
        description="Customer card to price and route with; needed when calls go to providers.",
        examples=["retail-usd"],
    )
    dial: tuple[DialLine, ...] = Field(
        default=(),
        validation_alias=formerly("dial", "dial_string"),
        description="Numbers the route is for, one per line: plain prefix in quotes, or regular expression. Absent: all.",
        examples=[["44", "^1(212|646)"]],
    )
    dial_except: tuple[DialLine, ...] = Field(
        default=(),
        description="Numbers the route is not for although a line of dial fits.",
        examples=[["447"]],
    )
    prefix_set: PrefixSetRef | None = Field(
        default=None,
        description="Numbers the route is for, as a named list.",
        examples=["uk-mobile"],
    )
    price_limits: PriceLimits = Field(
        default_factory=PriceLimits, description="What a call may cost."
    )
    capacity: Capacity = Field(
        default_factory=Capacity, description="How much traffic the route may carry."
    )
    locks: Locks = Field(
        default_factory=Locks, description="Provider cards that are used or left out."
    )
    on_net: Switch = Field(
        default=False,
        description="Numbers that are DIDs of ours are delivered inside, without a provider.",
        examples=[True],
    )
    fraud: Fraud = Field(default_factory=Fraud, description="Watch for calls that look like fraud.")
    redial: Redial = Field(
        default_factory=Redial, description="Refuse calling the same number again and again."
    )
    filters: Filters = Field(
        default_factory=Filters, description="Calls that are refused for what they are."
    )
    media: RouteMedia = Field(
        default_factory=RouteMedia, description="Voice streams and recording."
    )
    script: Script = Field(
        default_factory=Script, description="A script that runs after routing has decided."
    )
    strategies: tuple[PrefixStrategy, ...] = Field(
        default=(),
        validation_alias=formerly("strategies", "strategy"),
        description="Other ways of choosing providers for some numbers; the first that fits counts.",
        examples=[[{"prefix": "447", "strategy": "uk-mobile-quality"}]],
    )
    notes: Remarks = Field(default_factory=Remarks, description="Notes about the route.")


class Routing(Document):
    """The routes of a customer, or of every customer with a tag."""

    routes: tuple[Route, ...] = Field(
        default=(),
        description="One entry per route. Longest tech prefix wins, then longest prefix, then own before tag, then order.",
        examples=[[{"id": "standard", "rate_card": "retail-usd"}]],
    )

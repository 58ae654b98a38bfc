"""provider.yaml: a company we buy routes and numbers from, and how its gateways are reached."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.addresses import E164, Email, Url
from schemas.auth import Login, SIPUsername, Weight
from schemas.base import Document, Flag, Immutable, Section, formerly
from schemas.customer import Limits
from schemas.faults import fault, quoted
from schemas.network import TO_ROTATE, GatewayHost, Network, Secret, ToRotate
from schemas.postal import Address
from schemas.quantities import CPS, Channels, Currency, PositiveDays, PositiveSeconds, Switch, whole
from schemas.scalars import Scalar, identifier_of
from schemas.shared import ItemId, Rewrite
from schemas.values import Code, Line, Name, Notes, RateCardRef, clean_text
from schemas.voice import (
    AssertedIdentity,
    AssertedIdentityWord,
    CodecWord,
    Direction,
    DirectionWord,
    HeaderName,
    Port,
    RecordStatus,
    RecordStatusWord,
    SIPCode,
    Transport,
    TransportWord,
)


class ReplyAction(StrEnum):
    """What an answer of a provider leads to, besides being replaced by another one."""

    DEFAULT = "default"
    FAILOVER = "failover"


def _reply(value: object) -> str:
    """Read what an answer leads to: default, failover, or the answer that replaces it."""
    text = clean_text(identifier_of(value, wanted="what the answer leads to"), longest=80)
    code, _, words = text.partition(" ")
    replaced = (
        len(code) == 3
        and code.isascii()
        and code.isdigit()
        and "3" <= code[0] <= "6"
        and words.isascii()
    )
    if text in set(ReplyAction) or replaced:
        return text
    hint = 'write default, failover, or the answer instead in quotes: "503 Service Unavailable"'
    raise fault("text-format", f"{quoted(text)} is not what an answer can lead to", hint)


Reply = Annotated[
    str, Scalar(_reply, {"type": "string", "pattern": "^(default|failover|[3-6][0-9]{2}( .*)?)$"})
]


class ProviderTimers(Section):
    """How long a call may stay in each phase; the smaller of the customer's and the provider's value counts."""

    first_reply_s: PositiveSeconds = Field(
        default=3,
        validation_alias=formerly("first_reply_s", "first_reply_timeout"),
        description="Seconds without any SIP reply until the next gateway or provider is tried.",
        examples=[1],
    )
    pdd_s: PositiveSeconds = Field(
        default=5,
        validation_alias=formerly("pdd_s", "pdd_timeout"),
        description="Seconds without ringing or answer until the next provider is tried.",
        examples=[6],
    )
    ring_s: PositiveSeconds = Field(
        default=60,
        validation_alias=formerly("ring_s", "ring_timeout"),
        description="Seconds of ringing until the call counts as unanswered.",
        examples=[90],
    )


class Gateway(Section):
    """One endpoint of the provider."""

    id: ItemId = Field(
        description="Short name of the gateway; never changes.", examples=["london-1"]
    )
    host: GatewayHost = Field(description="Address or host name.", examples=["198.51.100.10"])
    direction: DirectionWord = Field(
        default=Direction.BOTH,
        description="Seen from the gateway: receives (calls from us), sends (calls to our DIDs), both.",
        examples=["receives"],
    )
    enabled: Switch = Field(
        default=True,
        validation_alias=formerly("enabled", "up"),
        description="false: no call is sent here, none taken from here.",
        examples=[False],
    )
    port: Port | None = Field(
        default=None,
        description="SIP port, 1 to 65535. Absent: 5060, with tls 5061.",
        examples=[5060],
    )
    transport: TransportWord = Field(
        default=Transport.UDP,
        validation_alias=formerly("transport", "protocol"),
        description="How SIP travels: udp, tcp, tls, or tls-srtp for encrypted media too.",
        examples=["udp"],
    )
    weight: Weight = Field(
        default=1,
        description="Share of the provider's calls: 10 and 1 get 10/11 and 1/11.",
        examples=[10],
    )
    channels: Channels = Field(
        default=0, description="Most calls at the same time. 0 or absent: no limit.", examples=[500]
    )
    cps: CPS = Field(
        default=0,
        validation_alias=formerly("cps", "flow_speed"),
        description="Most new calls per second. 0 or absent: no limit.",
        examples=[50],
    )
    codecs: tuple[CodecWord, ...] = Field(
        default=(),
        description="Codecs it takes, best first. Absent: all.",
        examples=[["pcma", "g729"]],
    )
    networks: tuple[Network, ...] = Field(
        default=(),
        description="Further addresses its calls to our DIDs may come from. Absent: host alone.",
        examples=[["198.51.100.0/28"]],
    )
    outbound_proxy: GatewayHost | None = Field(
        default=None, description="Address calls are sent through.", examples=["203.0.113.250"]
    )
    login: Login = Field(
        default_factory=Login, description="How we answer when the gateway challenges our calls."
    )


class ProviderContact(Section):
    """A person at the provider."""

    id: ItemId = Field(description="Short name of the person; never changes.", examples=["noc"])
    name: Name = Field(description="Name of the person or desk.", examples=["Atlas NOC"])
    email: Email | None = Field(
        default=None, description="E-mail address.", examples=["noc@atlas.example.net"]
    )
    phone: E164 | None = Field(
        default=None, description="Phone, in quotes.", examples=["+442079460911"]
    )
    purpose: Line | None = Field(
        default=None, description="What for.", examples=["Faults, day and night"]
    )


class ProviderPortal(Section):
    """The provider's own portal, where we are the customer."""

    url: Annotated[Url | None, Flag("portal_url")] = Field(
        default=None, description="Its web address.", examples=["https://portal.atlas.example.net"]
    )
    username: Annotated[SIPUsername | None, Flag("portal_username")] = Field(
        default=None, description="Our user name there.", examples=["harbour"]
    )
    secret: Annotated[Secret | None, Flag("portal_secret")] = Field(
        default=None,
        description="Our password there, age-encrypted; set by a command.",
        examples=[
            "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n-----END AGE ENCRYPTED FILE-----\n"
        ],
    )
    rotate: Annotated[ToRotate, Flag("rotate_portal_secret")] = Field(
        default=False, description=TO_ROTATE, examples=[True]
    )


class Failover(Section):
    """When a call goes on to another gateway or provider."""

    gateways: Annotated[
        Annotated[int, whole(0, 3, "a number of gateways")], Flag("gateway_failover")
    ] = Field(
        default=0,
        validation_alias=formerly("gateways", "gateway_failover"),
        description=(
            "Further gateways of this provider tried per call, 0 to 3, when one is silent, refuses the connection or "
            "answers 5xx."
        ),
        examples=[1],
    )
    backoff: Annotated[Switch, Flag("failure_backoff")] = Field(
        default=False,
        validation_alias=formerly("backoff", "consec_fail_backoff"),
        description="After many failures in a row only a trickle of calls is sent until one connects.",
        examples=[True],
    )
    replies: Mapping[SIPCode, Reply] = Field(
        default_factory=dict,
        validation_alias=formerly("replies", "reply_management"),
        description=(
            "What answers lead to, SIP code -> default, failover (try the next provider), or the answer sent instead; "
            "codes in quotes."
        ),
        examples=[{"486": "failover", "604": "404 Not Found"}],
    )


class Provider(Document):
    """A company we buy routes or numbers from. What we owe it never blocks calls."""

    name: Name = Field(
        description="Name people know the provider by; unique.", examples=["Atlas Carrier Services"]
    )
    status: RecordStatusWord = Field(
        default=RecordStatus.ACTIVE,
        description="active: gets calls; inactive or pending_approval: gets none.",
        examples=["active"],
    )
    currency: Annotated[Currency, Immutable("add the provider anew in the other currency")] = Field(
        description="Currency it bills us in, and of its rate cards. Never changes.",
        examples=["EUR"],
    )
    limits: Limits = Field(default_factory=Limits, description="How much traffic it takes from us.")
    gateways: tuple[Gateway, ...] = Field(
        default=(),
        description="Its endpoints; chosen by weight.",
        examples=[[{"id": "london-1", "host": "198.51.100.10"}]],
    )
    timers: ProviderTimers = Field(
        default_factory=ProviderTimers, description="How long a call may stay in each phase."
    )
    failover: Failover = Field(
        default_factory=Failover, description="When a call goes on to another gateway or provider."
    )
    p_asserted_id: AssertedIdentityWord = Field(
        default=AssertedIdentity.DEFAULT,
        description=(
            "P-Asserted-Identity sent to it: default (as it came), remove, if_available, or required: calls without "
            "are not sent to it."
        ),
        examples=["required"],
    )
    rewrites: tuple[Rewrite, ...] = Field(
        default=(),
        description="Steps that bring numbers into its format, in order; of each type the first that matches.",
        examples=[[{"type": "destination", "current": "^(.*)$", "new": "+$1"}]],
    )
    propagate_username: Switch = Field(
        default=False, description="Tell it the SIP user a call came from.", examples=[True]
    )
    pass_headers: tuple[HeaderName, ...] = Field(
        default=(),
        validation_alias=formerly("pass_headers", "header_regex"),
        description="X- headers of the customer that are passed on. Absent: none.",
        examples=[["X-Campaign"]],
    )
    range_holder: RateCardRef | None = Field(
        default=None,
        description="Provider card that stands for number ranges it holds; such a provider needs no gateway.",
        examples=["ofcom-ranges"],
    )
    recording_retention_days: PositiveDays | None = Field(
        default=None,
        description="Days recordings of its calls are kept. Absent: the customer's or the carrier's rule.",
        examples=[30],
    )
    accounting_id: Code | None = Field(
        default=None,
        validation_alias=formerly("accounting_id", "ext_accounting_id"),
        description="Key of this provider in the accounting software.",
        examples=["S-0021"],
    )
    portal: ProviderPortal = Field(default_factory=ProviderPortal, description="Its own portal.")
    address: Address = Field(default_factory=Address, description="Its postal address.")
    contacts: tuple[ProviderContact, ...] = Field(
        default=(), description="People there.", examples=[[{"id": "noc", "name": "Atlas NOC"}]]
    )
    notes: Notes | None = Field(
        default=None, description="Notes for staff.", examples=["Maintenance on Sundays."]
    )

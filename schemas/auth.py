"""auth.yaml: how a customer's calls are recognised, by address or by user and password, and how numbers are read."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.addresses import Email
from schemas.base import Document, Flag, Section, formerly
from schemas.network import (
    TO_ROTATE,
    EndpointHost,
    GatewayHost,
    Network,
    Secret,
    ToRotate,
)
from schemas.quantities import CPS, Channels, PositiveMoney, Switch, whole
from schemas.scalars import choice
from schemas.shared import Alias, ItemId, Rewrite
from schemas.values import Line, identifier_type
from schemas.voice import (
    CodecWord,
    Direction,
    DirectionWord,
    Port,
    Replacement,
    StripDigits,
    TechPrefix,
    Transport,
    TransportWord,
)

Bandwidth = PositiveMoney
SIPUsername = Annotated[
    str,
    identifier_type(
        64,
        r"^[A-Za-z0-9_.+*#-]+$",
        'a user name without blanks, in quotes if it is a number: "1001"',
    ),
]
ProfileName = Annotated[
    str, identifier_type(40, r"^[a-z_0-9]+$", "a profile name such as office_phones")
]
Weight = Annotated[int, whole(0, 1_000, "a weight")]


class DialPattern(StrEnum):
    """Number formats an endpoint may be expected to dial in."""

    E164 = "e164"
    ANY = "any"


class NATPing(StrEnum):
    """Whether a path through a NAT is kept open by pings."""

    DISABLED = "disabled"
    ENABLED = "enabled"
    ENABLED_TIMEOUT = "enabled_timeout"


class Login(Section):
    """How we answer when the remote system asks us for a user and a password."""

    username: SIPUsername | None = Field(
        default=None,
        description="User name we answer with, in quotes if it is a number.",
        examples=["harbour"],
    )
    secret: Secret | None = Field(
        default=None,
        description="Password we answer with, age-encrypted; set by a command.",
        examples=[
            "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n-----END AGE ENCRYPTED FILE-----\n"
        ],
    )
    rotate: Annotated[ToRotate, Flag("rotate_secret")] = Field(
        default=False, description=TO_ROTATE, examples=[True]
    )


class NumberHandling(Section):
    """How numbers from an endpoint are brought into E.164, before routing."""

    tech_prefix: TechPrefix | None = Field(
        default=None,
        description=(
            "Digits, * and # before the dialled number, in quotes: calls from a shared address belong to the "
            "customer whose prefix fits, and it is taken off; put on again when calls go to the endpoint."
        ),
        examples=["77#"],
    )
    strip_digits: StripDigits = Field(
        default=0,
        description="Leading digits taken off the dialled number. Better written as a rewrite.",
        examples=[1],
    )
    cli_prefix: Replacement = Field(
        default="",
        description="Digits put before the caller number, in quotes. Better written as a rewrite.",
        examples=["44"],
    )
    force_from: Annotated[
        str | None,
        identifier_type(
            64, r"^[A-Za-z0-9_.+*#-]+$", 'a number or user in quotes, for example "442079460100"'
        ),
    ] = Field(
        default=None,
        description="Caller number that replaces whatever the endpoint sends, in quotes.",
        examples=["442079460100"],
    )
    rewrites: tuple[Rewrite, ...] = Field(
        default=(),
        validation_alias=formerly("rewrites", "parameter_rewrite"),
        description="Steps that bring numbers into E.164, in order; of each type the first that matches is applied.",
        examples=[[{"type": "destination", "current": "^0([1-9].*)$", "new": "44$1"}]],
    )


class Endpoint(Section):
    """What both ways of recognising calls have in common."""

    id: ItemId = Field(
        description="Short name of the record; never changes.", examples=["london-pbx"]
    )
    enabled: Switch = Field(
        default=True,
        description="false: calls are not recognised by this record.",
        examples=[False],
    )
    channels: Channels = Field(
        default=0,
        description="Most calls at the same time here. 0 or absent: no limit.",
        examples=[30],
    )
    cps: CPS = Field(
        default=0,
        validation_alias=formerly("cps", "flow_speed"),
        description="Most new calls per second here. 0 or absent: no limit.",
        examples=[5],
    )
    bandwidth_mbps: Bandwidth = Field(
        default=Decimal(0),
        validation_alias=formerly("bandwidth_mbps", "bandwidth"),
        description="Most media bandwidth of all calls here together, in Mb/s. 0 or absent: no limit.",
        examples=["10"],
    )
    codecs: tuple[CodecWord, ...] = Field(
        default=(),
        description="Codecs allowed, best first. Absent: all.",
        examples=[["pcma", "pcmu"]],
    )
    transport: TransportWord = Field(
        default=Transport.UDP,
        validation_alias=formerly("transport", "protocol"),
        description="How SIP travels: udp, tcp, tls, or tls-srtp for encrypted media too.",
        examples=["tls"],
    )
    numbers: NumberHandling = Field(
        default_factory=NumberHandling, description="How numbers from here are brought into E.164."
    )


class Equipment(Section):
    """What stands at the other end; for people, except that some makes need a workaround."""

    manufacturer: Line | None = Field(
        default=None, description="Who made it.", examples=["Asterisk"]
    )
    version: Line | None = Field(default=None, description="Its version.", examples=["22.2"])


class NAT(Section):
    """How addresses behind a NAT are treated."""

    force: Annotated[Switch, Flag("force_nat")] = Field(
        default=False,
        description="Trust where packets come from, not what SIP headers say.",
        examples=[True],
    )
    disable: Annotated[Switch, Flag("disable_nat")] = Field(
        default=False, description="Never apply a workaround for a NAT.", examples=[True]
    )


class IPRecord(Endpoint):
    """An endpoint recognised by its address."""

    FIRST = ("id", "hosts", "direction", "enabled", "port", "transport")

    hosts: tuple[EndpointHost, ...] = Field(
        min_length=1,
        description="Addresses or networks of the endpoint; a host name only where it receives calls.",
        examples=[["203.0.113.7", "203.0.113.8/29"]],
    )
    direction: DirectionWord = Field(
        default=Direction.SENDS,
        description=(
            "Seen from the endpoint: sends (calls to us), receives (calls from us), both. "
            "Old words: egress is sends, ingress is receives."
        ),
        examples=["sends"],
    )
    port: Port | None = Field(
        default=None,
        description="SIP port, 1 to 65535. Absent: 5060, with tls 5061.",
        examples=[5060],
    )
    dial_pattern: Annotated[
        DialPattern,
        choice(DialPattern, aliases={"E164": DialPattern.E164, "E.164": DialPattern.E164}),
    ] = Field(
        default=DialPattern.E164,
        description="Format numbers have after all rewrites: e164, or any digits (for dialling extensions).",
        examples=["e164"],
    )
    equipment: Equipment = Field(
        default_factory=Equipment, description="What stands at the other end."
    )
    login: Login = Field(
        default_factory=Login, description="How we answer when the endpoint challenges our calls."
    )
    nat: NAT = Field(default_factory=NAT, description="How addresses behind a NAT are treated.")
    intercept_reinvite: Switch = Field(
        default=False,
        description="Answer re-INVITEs in the place of an endpoint that cannot.",
        examples=[True],
    )
    outbound_proxy: GatewayHost | None = Field(
        default=None,
        description="Address calls to the endpoint are sent through.",
        examples=["203.0.113.9"],
    )
    cli_authentication: Switch = Field(
        default=False,
        description=(
            "Tell customers on this address apart by their caller numbers: the CLI rules and DIDs of each are the "
            "key. Has to be set on every customer that shares the address."
        ),
        examples=[True],
    )
    weight: Weight = Field(
        default=1,
        description="Share of calls sent here among the customer's endpoints that receive: 10 and 1 get 10/11 and 1/11.",
        examples=[10],
    )


class Voicemail(Section):
    """Messages for a SIP user."""

    enabled: Annotated[Switch, Flag("voicemail")] = Field(
        default=False, description="Callers may leave messages.", examples=[True]
    )
    email: Annotated[Email | None, Flag("voicemail_email")] = Field(
        default=None, description="Where messages are mailed.", examples=["front@example.com"]
    )
    secret: Annotated[Secret | None, Flag("voicemail_secret")] = Field(
        default=None,
        description="PIN for listening by phone, age-encrypted; set by a command.",
        examples=[
            "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n-----END AGE ENCRYPTED FILE-----\n"
        ],
    )
    rotate: Annotated[ToRotate, Flag("rotate_voicemail_secret")] = Field(
        default=False, description=TO_ROTATE, examples=[True]
    )


class SIPUser(Endpoint):
    """An endpoint recognised by user and password; the user is the one of the Authorization header."""

    FIRST = ("id", "username", "secret", "rotate", "enabled")

    username: SIPUsername = Field(
        description=(
            "User name, in quotes if it is a number; unique over all customers, and inside the customer's block "
            "of internal numbers if it has one."
        ),
        examples=["1001"],
    )
    secret: Secret | None = Field(
        default=None,
        description="Digests of the password, age-encrypted; set by a command. Absent: the user cannot log in yet.",
        examples=[
            "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n-----END AGE ENCRYPTED FILE-----\n"
        ],
    )
    rotate: Annotated[ToRotate, Flag("rotate_secret")] = Field(
        default=False, description=TO_ROTATE, examples=[True]
    )
    ip_whitelist: tuple[Network, ...] = Field(
        default=(),
        description="Addresses calls may come from; registering is not restricted. Absent: anywhere.",
        examples=[["203.0.113.0/29"]],
    )
    voicemail: Voicemail = Field(default_factory=Voicemail, description="Messages for this user.")
    sip_profile: ProfileName | None = Field(
        default=None, description="Group of phone features.", examples=["office"]
    )
    nat_sip_ping: Annotated[NATPing, choice(NATPing)] = Field(
        default=NATPing.DISABLED,
        description=(
            "Keep the path through a NAT open: enabled pings every 60 s, enabled_timeout also drops the "
            "registration when nothing answers."
        ),
        examples=["enabled"],
    )
    retain_did: Switch = Field(
        default=False,
        description="Incoming calls show the DID as called number instead of the user name.",
        examples=[True],
    )
    smart_extension: Switch = Field(
        default=False,
        description="Transfers (REFER) are handled by the feature server.",
        examples=[True],
    )


class Auth(Document):
    """How a customer's calls are recognised and its numbers read."""

    ip: tuple[IPRecord, ...] = Field(
        default=(),
        description="Endpoints recognised by address. The longest network that fits wins.",
        examples=[[{"id": "london-pbx", "hosts": ["203.0.113.7"]}]],
    )
    users: tuple[SIPUser, ...] = Field(
        default=(),
        description="Endpoints recognised by user and password.",
        examples=[[{"id": "front-desk", "username": "1001"}]],
    )
    aliases: tuple[Alias, ...] = Field(
        default=(),
        description="Dialled numbers that mean others; applied after rewrites, before routing.",
        examples=[[{"id": "helpdesk", "current": "^9(.*)$", "new": "44$1"}]],
    )

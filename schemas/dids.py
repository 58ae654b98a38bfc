"""dids.yaml: the public numbers of a customer and where their calls go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Document, formerly
from schemas.faults import fault, quoted
from schemas.network import gateway_host
from schemas.quantities import CPS, Channels, PositiveMoney, PositiveSeconds, Switch
from schemas.scalars import Scalar, choice, identifier_of
from schemas.shared import CallerFilters, ItemId, Media, PublicNumber, Script
from schemas.values import Notes, ProviderRef, RateCardRef, Tag, slug
from schemas.voice import MinimumAttestationWord, NumberTypeWord


class DestinationKind(StrEnum):
    """Where a call to a DID can go."""

    SIP = "sip"
    EXTERNAL = "external"
    EXTENSION = "extension"
    CUSTOMER = "customer"
    TEST = "test"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Destination:
    """One place a call to a DID is sent to; ``value`` is the URI without scheme, the number, the user or the id."""

    kind: DestinationKind
    value: str


_USER = re.compile(r"[A-Za-z0-9_.+*#-]{1,64}\Z")
_DIALLED = re.compile(r"[0-9*#]{3,32}\Z")
_HINT = (
    "write user@host, or external:<number>, extension:<user>, customer:<id>, script:<name>, test; for example "
    "1001@sip.example.com"
)


def destination(text: str) -> Destination:
    """Read where a call goes.

    Raises:
        PydanticCustomError: the text is no destination (rule ``destination``).
    """
    word, colon, rest = text.partition(":")
    if text == DestinationKind.TEST:
        return Destination(DestinationKind.TEST, "")
    if colon and word in {DestinationKind.CUSTOMER, DestinationKind.SCRIPT}:
        return Destination(DestinationKind(word), slug(rest))
    if colon and word == DestinationKind.EXTERNAL and _DIALLED.match(rest):
        return Destination(DestinationKind.EXTERNAL, rest)
    if colon and word == DestinationKind.EXTENSION and _USER.match(rest):
        return Destination(DestinationKind.EXTENSION, rest)
    uri = rest if word == DestinationKind.SIP else text
    user, at, host = uri.partition("@")
    name, _, port = host.rpartition(":") if re.search(r"[^:]:[0-9]+\Z", host) else (host, "", "")
    if at and _USER.match(user) and (not port or 0 < int(port[:6]) < 65_536):
        return Destination(
            DestinationKind.SIP, f"{user}@{gateway_host(name)}" + (f":{port}" if port else "")
        )
    raise fault("destination", f"{quoted(text)} is not a destination", _HINT)


def _destination(value: object) -> str:
    text = identifier_of(value, wanted="a destination").strip()
    destination(text)
    return text


DestinationText = Annotated[
    str, Scalar(_destination, {"type": "string", "minLength": 3, "maxLength": 200})
]


class Pick(StrEnum):
    """How destinations are tried."""

    IN_ORDER = "in_order"
    RANDOM = "random"


class SourceIdentity(StrEnum):
    """What happens to the P-Asserted-Identity of an incoming call."""

    DEFAULT = "default"
    REMOVE = "remove"


class DeadCallCheck(StrEnum):
    """How a dead call is noticed."""

    SIP_PING = "sip_ping"
    RTP_PROXY = "rtp_proxy"


class DIDMedia(Media):
    """Voice streams and recording."""

    FIRST = ("proxy", "proxy_mode", "timeout")

    timeout: tuple[Annotated[DeadCallCheck, choice(DeadCallCheck)], ...] = Field(
        default=(DeadCallCheck.SIP_PING, DeadCallCheck.RTP_PROXY),
        description="How a dead call is noticed: sip_ping, rtp_proxy (silence), or both.",
        examples=[["sip_ping"]],
    )
    transcoding: Channels = Field(
        default=0,
        description="Calls at the same time whose codec may be converted. 0: none.",
        examples=[2],
    )


class InboundFilters(CallerFilters):
    """Which callers do not reach the number."""

    min_attestation: MinimumAttestationWord | None = Field(
        default=None,
        validation_alias=formerly("min_attestation", "stir_shaken_min_attest"),
        description="Weakest STIR/SHAKEN attestation that passes: A, B or C. Absent: calls without any pass too.",
        examples=["C"],
    )
    strip_attestation: Switch = Field(
        default=False,
        validation_alias=formerly("strip_attestation", "strip_stir_shaken"),
        description="The signature is not passed on to the destination.",
        examples=[True],
    )
    block_source_types: tuple[NumberTypeWord, ...] = Field(
        default=(),
        validation_alias=formerly("block_source_types", "block_source_type"),
        description="Kinds of caller numbers that are refused.",
        examples=[["premium"]],
    )


class DID(PublicNumber):
    """A public number assigned to the customer."""

    FIRST = (
        "id",
        "number",
        "enabled",
        "destinations",
        "pick",
        "provider",
        "provider_card",
        "customer_card",
        "cost",
        "retail",
    )

    id: ItemId = Field(
        description="Short name of the assignment; never changes.", examples=["main-london"]
    )
    enabled: Switch = Field(
        default=True,
        description="false: callers are told the number is unavailable.",
        examples=[False],
    )
    destinations: tuple[DestinationText, ...] = Field(
        default=(),
        max_length=3,
        validation_alias=formerly("destinations", "destination"),
        description=(
            "Where calls go, at most three, tried in turn: user@host, external:<number>, extension:<user>, "
            "customer:<id>, script:<name> or test."
        ),
        examples=[["1001@sip.example.com", "external:447700900123"]],
    )
    pick: Annotated[Pick, choice(Pick)] = Field(
        default=Pick.IN_ORDER,
        description="in_order: the next one when one fails; random: any first, then the others.",
        examples=["random"],
    )
    provider: ProviderRef = Field(
        description="Provider the number comes from.", examples=["atlas-carrier"]
    )
    customer_card: RateCardRef | None = Field(
        default=None,
        description="Customer card its calls are charged by; of direction origination. Absent: calls are free.",
        examples=["inbound-gbp"],
    )
    retail: PositiveMoney = Field(
        default=Decimal("0.00"),
        description="What the customer pays for it per month, in the customer's currency.",
        examples=["1.50"],
    )
    channels: Channels = Field(
        default=0, description="Most calls at the same time. 0 or absent: no limit.", examples=[10]
    )
    cps: CPS = Field(
        default=0,
        validation_alias=formerly("cps", "flow_speed"),
        description="Most new calls per second. 0 or absent: no limit.",
        examples=[2],
    )
    max_duration_s: PositiveSeconds = Field(
        default=3600,
        validation_alias=formerly("max_duration_s", "max_duration"),
        description="Seconds after which a call is cut, in case its end got lost.",
        examples=[7200],
    )
    p_asserted_id: Annotated[SourceIdentity, choice(SourceIdentity)] = Field(
        default=SourceIdentity.DEFAULT,
        validation_alias=formerly("p_asserted_id", "p_assert_id"),
        description="P-Asserted-Identity of incoming calls: default (passed on) or remove.",
        examples=["remove"],
    )
    retain_display_name: Switch = Field(
        default=False,
        description="Pass on the caller's display name, which is taken off otherwise.",
        examples=[True],
    )
    media: DIDMedia = Field(default_factory=DIDMedia, description="Voice streams and recording.")
    filters: InboundFilters = Field(
        default_factory=InboundFilters, description="Which callers do not reach the number."
    )
    script: Script = Field(
        default_factory=Script, description="A script that runs before the destination is called."
    )
    tags: tuple[Tag, ...] = Field(
        default=(), description="Tags for searching.", examples=[["london"]]
    )
    notes: Notes | None = Field(
        default=None, description="Notes for staff.", examples=["Printed on their vans."]
    )


class DIDs(Document):
    """The public numbers of a customer."""

    dids: tuple[DID, ...] = Field(
        default=(),
        description="One entry per number.",
        examples=[
            [
                {
                    "id": "main-london",
                    "number": "442079460100",
                    "provider": "atlas-carrier",
                    "provider_card": "atlas-did",
                    "destinations": ["1001@sip.example.com"],
                }
            ]
        ],
    )

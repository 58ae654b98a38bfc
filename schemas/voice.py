"""Field types of telephony: numbers, prefixes, patterns, codecs, transports and how calls are handled."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from schemas.faults import fault, quoted
from schemas.quantities import whole
from schemas.scalars import Scalar, choice, identifier_of
from schemas.values import clean_text, identifier_type


class AssertedIdentity(StrEnum):
    """What happens to the P-Asserted-Identity header."""

    DEFAULT = "default"
    REMOVE = "remove"
    IF_AVAILABLE = "if_available"
    REQUIRED = "required"


class Attestation(StrEnum):
    """STIR/SHAKEN attestation level."""

    A = "A"
    B = "B"
    C = "C"


class Codec(StrEnum):
    """Voice and fax codecs."""

    PCMA = "pcma"
    PCMU = "pcmu"
    G722 = "g722"
    G723 = "g723"
    G726 = "g726"
    G729 = "g729"
    GSM = "gsm"
    ILBC = "ilbc"
    SPEEX = "speex"
    OPUS = "opus"
    AMR = "amr"
    AMR_WB = "amr-wb"
    T38 = "t38"


class Transport(StrEnum):
    """How SIP travels; with tls-srtp the media is encrypted too."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"
    TLS_SRTP = "tls-srtp"


class Direction(StrEnum):
    """What an endpoint does, seen from the endpoint: it sends calls to us, receives calls from us, or both."""

    SENDS = "sends"
    RECEIVES = "receives"
    BOTH = "both"


class CallDirection(StrEnum):
    """termination: a customer calls out; origination: somebody calls a DID."""

    TERMINATION = "termination"
    ORIGINATION = "origination"


class NumberType(StrEnum):
    """What kind of line a number is."""

    MOBILE = "mobile"
    FIXED = "fixed"
    VOIP = "voip"
    PAGING = "paging"
    SATELLITE = "satellite"
    PREMIUM = "premium"
    SHARED_COST = "shared_cost"
    TOLL_FREE = "toll_free"
    PERSONAL = "personal"
    UNKNOWN = "unknown"


class MinimumAttestation(StrEnum):
    """The weakest attestation that passes; whatever is chosen, a call without any is refused."""

    A = "A"
    B = "B"
    C = "C"


class NumberPolicy(StrEnum):
    """How strictly numbers that failed lately are refused."""

    NONE = "none"
    LOW = "low"
    FULL = "full"
    CONNECTED_ONLY = "connected_only"


class SpamPolicy(StrEnum):
    """How much of the suspected callers is refused."""

    ALLOW_ALL = "allow_all"
    BLOCK_LEAST = "block_least"
    BLOCK_MOST = "block_most"
    BLOCK_ALL = "block_all"


class MediaProxy(StrEnum):
    """Where the media of a call runs."""

    AUTO = "auto"
    ZONE = "zone"
    DIRECT = "direct"
    CLOSEST = "closest"
    CLOSEST_ELASTIC = "closest_elastic"


class ProxyMode(StrEnum):
    """strict: no media proxy, no call; relaxed: then without."""

    STRICT = "strict"
    RELAXED = "relaxed"


class RecordStatus(StrEnum):
    """Whether a provider is in use."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    PENDING_APPROVAL = "pending_approval"


_DIGITS = re.compile(r"[0-9]{1,15}\Z")
_TECH_PREFIX = re.compile(r"[0-9*#]{1,16}\Z")
_PLAIN_LINE = re.compile(r"\+?[0-9*#]{1,24}\Z")
_NOT_LINEAR = re.compile(r"\(\?(?:=|!|<=|<!|P=|\()|(?<!\\)(?:\\\\)*\\[1-9]")
_REPLACEMENT = re.compile(r"(?:[0-9A-Za-z*#+_.@-]|\$[0-9]|\\[0-9]|\$<[A-Za-z][A-Za-z0-9_]*>)*\Z")
_PATTERN_LENGTH = 500


def dial_prefix(value: object) -> str:
    """Read leading digits of dialled numbers, without + and in quotes."""
    text = identifier_of(value, wanted="a prefix in digits")
    if _DIGITS.match(text):
        return text
    hint = (
        f'write it without +: "{text[1:]}"'
        if _DIGITS.match(text.removeprefix("+"))
        else 'write for example "447"'
    )
    raise fault("digits", f"{quoted(text)} is not a prefix of digits", hint)


def tech_prefix(value: object) -> str:
    """Read what callers put in front of the number to choose a route: digits, * and #."""
    text = identifier_of(value, wanted="a tech prefix")
    if _TECH_PREFIX.match(text):
        return text
    raise fault(
        "digits",
        f"{quoted(text)} is not a tech prefix",
        'write 1 to 16 of 0-9, * and #, in quotes, for example "9#"',
    )


def did_number(value: object) -> str:
    """Read a public number, 3 to 15 digits, without +."""
    text = identifier_of(value, wanted="a number")
    digits = text.removeprefix("+")
    if _DIGITS.match(digits) and len(digits) > 2 and digits == text:
        return text
    hint = (
        f'write it without +: "{digits}"'
        if _DIGITS.match(digits)
        else 'write for example "442079460100"'
    )
    raise fault("digits", f"{quoted(text)} is not a number", hint)


def regular_expression(text: str) -> str:
    """Check a pattern: it compiles, and needs neither look-around nor back-references, which take unbounded time."""
    if len(text) > _PATTERN_LENGTH:
        raise fault(
            "text-length",
            f"the pattern has {len(text)} characters",
            f"write at most {_PATTERN_LENGTH}",
        )
    if _NOT_LINEAR.search(text):
        hint = "look-around and back-references are not allowed; list exceptions in the field for exceptions"
        raise fault("pattern", f"{quoted(text)} needs look-around or back-references", hint)
    try:
        re.compile(text)
    except re.error as error:
        raise fault(
            "pattern",
            f"{quoted(text)} is not a regular expression: {error.msg}",
            "write for example ^44(20|161)",
        ) from None
    return text


def is_plain_line(line: str) -> bool:
    """Tell whether a line of a dial plan is a plain prefix or number; otherwise it is a regular expression."""
    return _PLAIN_LINE.match(line) is not None


def dial_line(value: object) -> str:
    """Read a line of a dial plan or a caller match: plain digits, else a regular expression."""
    text = clean_text(
        identifier_of(value, wanted='a prefix such as "447" or a pattern such as ^44'), longest=500
    )
    return text if is_plain_line(text) else regular_expression(text)


def replacement(value: object) -> str:
    """Read what a rewrite puts in place: digits and words, $1 or \\1 and $<name> for groups; may be empty."""
    text = identifier_of(value, wanted="a replacement")
    if len(text) <= 100 and _REPLACEMENT.match(text):
        return text
    raise fault(
        "text-format",
        f"{quoted(text)} is not a replacement",
        "write digits, $1 and $<name>, for example 44$1",
    )


Digits = Annotated[str, Scalar(dial_prefix, {"type": "string", "pattern": "^[0-9]{1,15}$"})]
TechPrefix = Annotated[str, Scalar(tech_prefix, {"type": "string", "pattern": "^[0-9*#]{1,16}$"})]
Number = Annotated[str, Scalar(did_number, {"type": "string", "pattern": "^[0-9]{3,15}$"})]
DialLine = Annotated[
    str, Scalar(dial_line, {"type": "string", "minLength": 1, "maxLength": _PATTERN_LENGTH})
]
Replacement = Annotated[str, Scalar(replacement, {"type": "string", "maxLength": 100})]
StripDigits = Annotated[int, whole(0, 15, "a number of digits")]
Port = Annotated[int, whole(1, 65_535, "a port")]
SamplePercent = Annotated[int, whole(0, 100, "a whole percentage")]
CodecWord = Annotated[
    Codec,
    choice(
        Codec,
        aliases={"g711a": Codec.PCMA, "alaw": Codec.PCMA, "g711u": Codec.PCMU, "ulaw": Codec.PCMU},
        notes={"g711": "write pcma (A-law) or pcmu (mu-law)"},
    ),
]
TransportWord = Annotated[
    Transport,
    choice(
        Transport,
        aliases={"sip": Transport.UDP, "SIP": Transport.UDP, "tls+srtp": Transport.TLS_SRTP},
        notes={
            "srtp": "write tls-srtp: keys of the media travel in the signalling",
            "smpp": "messages are not carried",
        },
    ),
]
DirectionWord = Annotated[
    Direction,
    choice(
        Direction,
        # The words of older systems name the direction from the endpoint too: egress leaves the customer's switch.
        aliases={"egress": Direction.SENDS, "ingress": Direction.RECEIVES},
        notes={
            "inbound": "write sends or receives, seen from the endpoint",
            "outbound": "write sends or receives",
        },
    ),
]
CallDirectionWord = Annotated[CallDirection, choice(CallDirection)]
NumberTypeWord = Annotated[NumberType, choice(NumberType)]
AssertedIdentityWord = Annotated[AssertedIdentity, choice(AssertedIdentity)]
AttestationWord = Annotated[Attestation, choice(Attestation)]
MinimumAttestationWord = Annotated[
    MinimumAttestation,
    choice(
        MinimumAttestation, aliases={"A+B": MinimumAttestation.B, "A+B+C": MinimumAttestation.C}
    ),
]
NumberPolicyWord = Annotated[
    NumberPolicy,
    choice(
        NumberPolicy,
        aliases={
            "off": NumberPolicy.NONE,
            "on": NumberPolicy.FULL,
            "++": NumberPolicy.CONNECTED_ONLY,
        },
    ),
]
SpamPolicyWord = Annotated[SpamPolicy, choice(SpamPolicy)]
MediaProxyWord = Annotated[MediaProxy, choice(MediaProxy)]
ProxyModeWord = Annotated[ProxyMode, choice(ProxyMode)]
RecordStatusWord = Annotated[RecordStatus, choice(RecordStatus)]
SIPCode = Annotated[
    str,
    identifier_type(
        3, r"^[3-6][0-9]{2}$", 'a SIP code from 300 to 699 in quotes, for example "503"'
    ),
]
SIPAnswer = Annotated[
    str,
    identifier_type(
        80,
        r"^[3-6][0-9]{2}( [ -~]+)?$",
        'a SIP code, perhaps with a text: "503 Service Unavailable"',
    ),
]
HeaderName = Annotated[
    str, identifier_type(60, r"^[A-Za-z0-9-]+$", "a header name such as X-Campaign")
]

"""Alerts: what is watched, when somebody is told, and what happens meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic_core import PydanticCustomError

from schemas.addresses import Zone, email, phone
from schemas.base import Document, Section, formerly
from schemas.faults import fault, quoted
from schemas.hours import Hours
from schemas.quantities import Limit, Switch, decimal_text, whole
from schemas.scalars import Scalar, choice, identifier_of
from schemas.shared import ItemId
from schemas.values import Name, Notes, ProviderRef, Tag, TemplateRef, slug
from schemas.voice import SIPCode


class Area(StrEnum):
    """What an alert watches."""

    BALANCE = "balance"
    AVAILABLE_CREDIT = "available_credit"
    DAYS_OF_CREDIT = "days_of_credit"
    DAILY_SPEND = "daily_spend"
    ASR = "asr"
    ACD = "acd"
    NER = "ner"
    PDD = "pdd"
    ATTEMPTS = "attempts"
    CPS = "cps"
    CHANNELS = "channels"
    CHANNEL_BREACHES = "channel_breaches"
    CPS_BREACHES = "cps_breaches"
    CONSECUTIVE_FAILURES = "consecutive_failures"
    CONSECUTIVE_FAILOVERS = "consecutive_failovers"
    SHORT_CALLS = "short_calls"
    CODE_SHARE = "code_share"
    LONGEST_CALL = "longest_call"
    PROFIT = "profit"
    PROFIT_MARGIN = "profit_margin"
    NEGATIVE_MARGIN_CALLS = "negative_margin_calls"
    PROVIDER_BALANCE = "provider_balance"
    INVOICE_OVERDUE = "invoice_overdue"
    CONTRACT_GRACE = "contract_grace"
    PACKAGE_DUE = "package_due"
    RATE_CHANGE = "rate_change"
    STALE_CARD = "stale_card"
    REGISTRATION_LOST = "registration_lost"
    AUTH_CHANGED = "auth_changed"


@dataclass(frozen=True, slots=True)
class AreaTerms:
    """Unit of an area's value, what the value is, and whether it needs a window of calls."""

    unit: str
    text: str
    windowed: bool = False


AREAS: Mapping[Area, AreaTerms] = {
    Area.BALANCE: AreaTerms("money", "balance of the customer"),
    Area.AVAILABLE_CREDIT: AreaTerms("money", "balance and debit limit together"),
    Area.DAYS_OF_CREDIT: AreaTerms(
        "days", "days the available credit lasts at the spend of the last seven days"
    ),
    Area.DAILY_SPEND: AreaTerms("money", "call charges since 00:00 UTC"),
    Area.ASR: AreaTerms("percent", "connected calls of all attempts", windowed=True),
    Area.ACD: AreaTerms("seconds", "mean length of connected calls", windowed=True),
    Area.NER: AreaTerms(
        "percent", "answered, busy, unanswered and declined of all attempts (E.425)", windowed=True
    ),
    Area.PDD: AreaTerms("ms", "median time from INVITE to ringing", windowed=True),
    Area.ATTEMPTS: AreaTerms("calls", "attempts; below 1 means no traffic at all", windowed=True),
    Area.CPS: AreaTerms("calls/s", "most attempts in one second", windowed=True),
    Area.CHANNELS: AreaTerms("calls", "most calls at the same time", windowed=True),
    Area.CHANNEL_BREACHES: AreaTerms("calls", "calls refused by a channel limit", windowed=True),
    Area.CPS_BREACHES: AreaTerms("calls", "calls refused by a rate limit", windowed=True),
    Area.CONSECUTIVE_FAILURES: AreaTerms("calls", "calls that failed one after the other"),
    Area.CONSECUTIVE_FAILOVERS: AreaTerms(
        "calls", "calls one after the other that another provider had to take"
    ),
    Area.SHORT_CALLS: AreaTerms("percent", "connected calls of at most six seconds", windowed=True),
    Area.CODE_SHARE: AreaTerms(
        "percent", "attempts that ended with one of the codes named", windowed=True
    ),
    Area.LONGEST_CALL: AreaTerms("minutes", "age of the longest live call"),
    Area.PROFIT: AreaTerms("money", "charges minus costs", windowed=True),
    Area.PROFIT_MARGIN: AreaTerms("percent", "charges minus costs, of charges", windowed=True),
    Area.NEGATIVE_MARGIN_CALLS: AreaTerms(
        "calls", "calls that cost more than they brought", windowed=True
    ),
    Area.PROVIDER_BALANCE: AreaTerms("money", "what is left at the provider, as last recorded"),
    Area.INVOICE_OVERDUE: AreaTerms("days", "days since the oldest unpaid invoice was due"),
    Area.CONTRACT_GRACE: AreaTerms("days", "days left to sign a required contract"),
    Area.PACKAGE_DUE: AreaTerms("days", "days until the next package charge"),
    Area.RATE_CHANGE: AreaTerms("days", "days until a rate of a card in use changes"),
    Area.STALE_CARD: AreaTerms("cards", "generated rate cards older than what they are made of"),
    Area.REGISTRATION_LOST: AreaTerms(
        "users", "SIP users whose registration ended without a word", windowed=True
    ),
    Area.AUTH_CHANGED: AreaTerms(
        "records", "auth records added, changed or removed", windowed=True
    ),
}
"""Area -> its terms."""


class Comparison(StrEnum):
    """How the value is held against the threshold."""

    BELOW = "below"
    AT_MOST = "at_most"
    ABOVE = "above"
    AT_LEAST = "at_least"
    EQUALS = "equals"
    ALWAYS = "always"


class NoticeLevel(StrEnum):
    """How grave it is."""

    NONE = "none"
    WARNING = "warning"
    ERROR = "error"


class RecipientKind(StrEnum):
    """What a recipient is."""

    EMAIL = "email"
    PHONE = "phone"
    SLACK = "slack"
    CONTACT = "contact"
    CONTACTS = "contacts"
    OPERATOR = "operator"
    VIA = "via"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told; ``value`` is the address, the phone, the channel or the id."""

    kind: RecipientKind
    value: str


_SLACK = re.compile(r"(?:#[a-z0-9_-]{1,79}|[CGU][A-Z0-9]{2,20})\Z")
_RECIPIENT_HINT = 'write an e-mail address, a phone or "#channel" in quotes, contacts, contact:<id>, operator:<id>, or via:<name>'


def recipient(text: str) -> Recipient:
    """Read who is told.

    Raises:
        PydanticCustomError: the text names nobody (rule ``recipient``).
    """
    word, colon, rest = text.partition(":")
    if text == RecipientKind.CONTACTS:
        return Recipient(RecipientKind.CONTACTS, "")
    if colon and word in {RecipientKind.CONTACT, RecipientKind.OPERATOR, RecipientKind.VIA}:
        return Recipient(RecipientKind(word), slug(rest))
    if _SLACK.match(text):
        return Recipient(RecipientKind.SLACK, text)
    for kind, read in ((RecipientKind.EMAIL, email), (RecipientKind.PHONE, phone)):
        try:
            return Recipient(kind, read(text))
        except PydanticCustomError:
            continue
    raise fault("recipient", f"{quoted(text)} is not somebody who can be told", _RECIPIENT_HINT)


def _recipient(value: object) -> str:
    text = identifier_of(value, wanted="a recipient").strip()
    recipient(text)
    return text


def _threshold(value: object) -> Decimal:
    number = decimal_text(value, rule="money", what="a number", example="50")
    exponent = number.as_tuple().exponent
    if abs(number) >= 10**12 or (isinstance(exponent, int) and exponent < -6):
        raise fault(
            "number-range",
            f"{quoted(number)} is out of range",
            "write a number with at most 6 decimals",
        )
    return number


RecipientText = Annotated[
    str, Scalar(_recipient, {"type": "string", "minLength": 2, "maxLength": 254})
]
Threshold = Annotated[
    Decimal,
    Scalar(_threshold, {"type": ["number", "string"], "pattern": r"^-?[0-9]+(\.[0-9]{1,6})?$"}),
]
Minutes = Annotated[int, whole(0, 527_040, "a number of minutes")]
Window = Annotated[int, whole(1, 44_640, "a number of minutes")]
ComparisonWord = Annotated[
    Comparison,
    choice(
        Comparison,
        aliases={
            "<": Comparison.BELOW,
            "<=": Comparison.AT_MOST,
            ">": Comparison.ABOVE,
            ">=": Comparison.AT_LEAST,
            "=": Comparison.EQUALS,
            "==": Comparison.EQUALS,
            "less": Comparison.BELOW,
            "greater": Comparison.ABOVE,
            "equal": Comparison.EQUALS,
        },
    ),
]


class Alert(Section):
    """One rule: tell these people when this value is beyond that threshold."""

    id: ItemId = Field(
        description="Short name of the alert; never changes.", examples=["low-balance"]
    )
    name: Name = Field(
        validation_alias=formerly("name", "title"),
        description="Title of the message; unique.",
        examples=["Low balance"],
    )
    enabled: Switch = Field(
        default=True, description="false: nothing is watched.", examples=[False]
    )
    notify: tuple[RecipientText, ...] = Field(
        min_length=1,
        validation_alias=formerly("notify", "recipients"),
        description=(
            "Who is told: e-mail addresses, phones and #channels in quotes, contacts (all of the customer), "
            "contact:<id>, operator:<id>, via:<name of a channel the environment defines>."
        ),
        examples=[["contact:ben", "#noc", "+447700900123"]],
    )
    area: Annotated[Area, choice(Area)] = Field(
        description="What is watched; the reference lists areas and their units.",
        examples=["balance"],
    )
    codes: tuple[SIPCode, ...] = Field(
        default=(), description="SIP codes counted by code_share, in quotes.", examples=[["503"]]
    )
    operator: ComparisonWord = Field(
        description="below, at_most, above, at_least, equals the threshold; always: a report at each repeat.",
        examples=["below"],
    )
    threshold: Threshold | None = Field(
        default=None,
        description="The number, in the unit of the area; not for always.",
        examples=["50.00"],
    )
    reset: Threshold | None = Field(
        default=None,
        validation_alias=formerly("reset", "reset_threshold"),
        description="Once fired, silent until the value is beyond this again. Absent: until the threshold is left.",
        examples=["60.00"],
    )
    window_minutes: Window = Field(
        default=15,
        validation_alias=formerly("window_minutes", "sample_period"),
        description="Minutes of calls the value is made of, for areas about calls.",
        examples=[30],
    )
    min_samples: Limit = Field(
        default=20,
        description="Calls the window has to hold at least; with fewer nothing changes. For areas about calls.",
        examples=[50],
    )
    for_minutes: Minutes = Field(
        default=0,
        description="Minutes the condition has to last before anybody is told. 0: at once.",
        examples=[5],
    )
    repeat_minutes: Minutes = Field(
        default=0,
        validation_alias=formerly("repeat_minutes", "repeat"),
        description="Minutes after which it is told again while it lasts; 1440 is daily. 0: once.",
        examples=[1440],
    )
    penalty_minutes: Minutes = Field(
        default=0,
        validation_alias=formerly("penalty_minutes", "penalty"),
        description="Minutes new calls of the customer (or to the provider) are blocked when it fires. 0: never.",
        examples=[60],
    )
    level: Annotated[NoticeLevel, choice(NoticeLevel)] = Field(
        default=NoticeLevel.WARNING,
        validation_alias=formerly("level", "notice_level"),
        description="none, warning or error; error ignores quiet hours.",
        examples=["error"],
    )
    template: TemplateRef | None = Field(
        default=None,
        description="Wording, an id under templates/. Absent: the stock wording.",
        examples=["low-credit"],
    )
    notes: Notes | None = Field(
        default=None,
        description="What to do when it fires; shown with the message.",
        examples=["Call Ben first."],
    )


class QuietHours(Section):
    """When messages are held back; they are sent at the end if it still lasts."""

    zone: Zone = Field(
        default="UTC",
        description="Time zone of the hours, an IANA name.",
        examples=["Europe/London"],
    )
    slots: tuple[Hours, ...] = Field(
        default=(),
        description="Days and clock times. Absent: never.",
        examples=[["daily 22:00-07:00"]],
    )


class Alerts(Document):
    """The alerts about one customer."""

    quiet_hours: QuietHours = Field(
        default_factory=QuietHours, description="When messages are held back."
    )
    alerts: tuple[Alert, ...] = Field(
        default=(),
        description="One entry per alert.",
        examples=[
            [
                {
                    "id": "low-balance",
                    "name": "Low balance",
                    "notify": ["contacts"],
                    "area": "balance",
                    "operator": "below",
                    "threshold": "50.00",
                }
            ]
        ],
    )


class Watch(Section):
    """What a shared file of alerts watches, each by itself."""

    tags: tuple[Tag, ...] = Field(
        default=(), description="Every customer with one of these tags.", examples=[["retail"]]
    )
    providers: tuple[ProviderRef, ...] = Field(
        default=(), description="These providers.", examples=[["atlas-carrier"]]
    )
    all_customers: Switch = Field(default=False, description="Every customer.", examples=[True])
    all_providers: Switch = Field(default=False, description="Every provider.", examples=[True])
    carrier: Switch = Field(
        default=False, description="The traffic of the whole carrier.", examples=[True]
    )


class Watched(Document):
    """The part of a shared file that says what is watched."""

    watch: Watch = Field(description="What is watched, each by itself.")


class SharedAlerts(Alerts, Watched):
    """Alerts about every customer with a tag, about providers, or about the whole carrier."""

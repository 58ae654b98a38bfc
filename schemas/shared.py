"""Groups of fields that several kinds of documents have."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Flag, Section, formerly
from schemas.dates import Day
from schemas.quantities import Days, Limit, PositiveMoney, PositiveSeconds
from schemas.scalars import choice
from schemas.values import Line, Notes, PackageRef, RateCardRef, Slug
from schemas.voice import (
    CodecWord,
    DialLine,
    MediaProxy,
    MediaProxyWord,
    Number,
    ProxyMode,
    ProxyModeWord,
    Replacement,
    SamplePercent,
    SIPAnswer,
    SpamPolicyWord,
)

ItemId = Slug
"""Id of a list item: unique in its list, never changed, never used again."""


class RewriteType(StrEnum):
    """Which number a rewrite changes."""

    DESTINATION = "destination"
    CLI = "cli"


class Rewrite(Section):
    """One step that brings numbers into E.164; of each type the first that matches is applied."""

    type: Annotated[RewriteType, choice(RewriteType)] = Field(
        description="destination: the dialled number; cli: the caller number.",
        examples=["destination"],
    )
    current: DialLine = Field(
        description="What is replaced: a plain prefix, or a regular expression.",
        examples=["^0([1-9].*)$"],
    )
    new: Replacement = Field(
        default="",
        description="What stands there afterwards; $1 or \\1 is the first group. Absent: nothing.",
        examples=["44$1"],
    )


class Alias(Section):
    """A dialled number that means another one; applied after rewrites and before routing."""

    id: ItemId = Field(description="Short name of the alias; never changes.", examples=["helpdesk"])
    current: DialLine = Field(
        description="The number dialled: digits, or a regular expression.", examples=["^9(.*)$"]
    )
    new: Replacement = Field(
        description="The number meant; $1 is the first group.", examples=["44$1"]
    )


class Remarks(Section):
    """Notes: one for the customer's eyes, one for staff."""

    public: Annotated[Notes | None, Flag("public_notes")] = Field(
        default=None,
        description="Shown to the customer in the portal.",
        examples=["UK and Ireland only."],
    )
    private: Annotated[Notes | None, Flag("private_notes")] = Field(
        default=None,
        description="For staff only. Never write a password here.",
        examples=["Price agreed in June."],
    )


class Script(Section):
    """A script that runs after routing has decided."""

    name: Annotated[Slug | None, Flag("script")] = Field(
        default=None, description="Which script. Absent: none.", examples=["hlr-check"]
    )
    timeout_s: Annotated[PositiveSeconds | None, Flag("script_timeout_s")] = Field(
        default=None, description="Seconds until the script is given up. Absent: 2.", examples=[2]
    )
    timeout_action: Annotated[SIPAnswer | None, Flag("script_timeout_action")] = Field(
        default=None,
        description="Answer when the script is given up, in quotes. Absent: the call goes on.",
        examples=["503 Script Timeout"],
    )
    arguments: Annotated[Line | None, Flag("script_arguments")] = Field(
        default=None,
        validation_alias=formerly("arguments", "vars"),
        description="Text handed to the script.",
        examples=["mode=strict"],
    )


class CallerFilters(Section):
    """Which callers are refused for their reputation."""

    spam: SpamPolicyWord | None = Field(
        default=None,
        validation_alias=formerly("spam", "spam_scout"),
        description="Refuse callers known for spam: allow_all, block_least, block_most, block_all. Absent: allow_all.",
        examples=["block_most"],
    )
    reputation: SpamPolicyWord | None = Field(
        default=None,
        validation_alias=formerly("reputation", "ipqs"),
        description="Refuse callers by a paid reputation service, same words. Absent: allow_all.",
        examples=["block_least"],
    )
    reputation_daily_lookups: Limit = Field(
        default=0,
        description="Most paid lookups per UTC day. 0 or absent: no limit.",
        examples=[500],
    )


class Media(Section):
    """Voice streams and recording, whichever way the call goes."""

    proxy: Annotated[MediaProxyWord, Flag("media_proxy")] = Field(
        default=MediaProxy.AUTO,
        validation_alias=formerly("proxy", "rtp_media_proxy"),
        description=(
            "Where media runs: auto, zone, closest, closest_elastic, or direct, which shows each end the other's "
            "address."
        ),
        examples=["zone"],
    )
    proxy_mode: Annotated[ProxyModeWord, Flag("media_proxy_mode")] = Field(
        default=ProxyMode.STRICT,
        validation_alias=formerly("proxy_mode", "rtp_proxy_mode"),
        description="strict: no media proxy, no call; relaxed: then without.",
        examples=["relaxed"],
    )
    codecs: tuple[CodecWord, ...] = Field(
        default=(),
        validation_alias=formerly("codecs", "rtp_codec"),
        description="Codecs offered to the side that is called, best first. Absent: all.",
        examples=[["pcma"]],
    )
    recording_percent: SamplePercent = Field(
        default=0,
        validation_alias=formerly("recording_percent", "call_recording"),
        description="Share of calls that are recorded, in percent. 0: none; 100: all. Whether the law allows it is yours.",
        examples=[25],
    )


class PublicNumber(Section):
    """What is known of a public number whether a customer has it or not."""

    number: Number = Field(
        validation_alias=formerly("number", "did"),
        description="The number in E.164 digits, in quotes; unique over the whole carrier.",
        examples=["442079460100"],
    )
    provider_card: RateCardRef = Field(
        description="Provider card its calls cost by; of direction origination, or a range holder.",
        examples=["atlas-did"],
    )
    cost: PositiveMoney = Field(
        default=Decimal("0.00"),
        description="What the number costs us per month, in the provider's currency.",
        examples=["0.40"],
    )
    setup_cost: PositiveMoney = Field(
        default=Decimal("0.00"),
        description="What it cost us once, in the provider's currency.",
        examples=["2.00"],
    )
    package: PackageRef | None = Field(
        default=None,
        description="Package charged for the number instead of retail.",
        examples=["did-uk"],
    )
    minimum_days: Days = Field(
        default=0,
        description="Days a customer keeps the number and pays for it at least. 0: none.",
        examples=[30],
    )
    bought: Day | None = Field(
        default=None,
        description="Day we bought the number, YYYY-MM-DD in UTC.",
        examples=["2026-06-01"],
    )

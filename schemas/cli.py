"""cli.yaml: which caller numbers a customer (or every customer with a tag) may show, and how they are changed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Document, Flag, Section, formerly
from schemas.quantities import Count, Limit, PositiveSeconds, Switch, whole
from schemas.scalars import choice
from schemas.shared import ItemId
from schemas.values import Notes, Slug
from schemas.voice import (
    AttestationWord,
    CallDirection,
    CallDirectionWord,
    DialLine,
    NumberTypeWord,
    Replacement,
)


class ForcedChoice(StrEnum):
    """Which of several forced caller numbers is used."""

    RANDOM = "random"
    FIRST = "first"


class UseDID(StrEnum):
    """How the customer's own DIDs serve as caller numbers."""

    DISABLED = "disabled"
    FILTER = "filter"
    RANDOM = "random"
    PREFIX_MATCH = "prefix_match"
    PERFORMANCE = "performance"


class HitLimit(Section):
    """How often a caller number may be used."""

    limit: Annotated[Limit, Flag("hit_limit")] = Field(
        default=0,
        description="Most calls per caller number and interval. 0 or absent: no limit.",
        examples=[100],
    )
    interval_s: Annotated[PositiveSeconds, Flag("hit_interval_s")] = Field(
        default=3600, description="Length of the interval in seconds.", examples=[3600]
    )


class Performance(Section):
    """Use the caller numbers that connect best."""

    batch: Annotated[Count, Flag("performance_batch")] = Field(
        default=10, description="How many of the best numbers are used in turn.", examples=[10]
    )
    interval_s: Annotated[
        Annotated[int, whole(300, 86_400, "a number of seconds")], Flag("performance_interval_s")
    ] = Field(
        default=3600,
        description="Seconds until the best are chosen anew, 300 to 86400.",
        examples=[3600],
    )
    ban_s: Annotated[
        Annotated[int, whole(300, 7_776_000, "a number of seconds")], Flag("performance_ban_s")
    ] = Field(
        default=86_400,
        description="Seconds a badly connecting number rests, 300 (5 minutes) to 7776000 (90 days).",
        examples=[86_400],
    )


class Signing(Section):
    """STIR/SHAKEN signing of calls that this rule lets pass."""

    attestation: AttestationWord | None = Field(
        default=None,
        description="Level A, B or C. Absent: cli.attestation of the customer.",
        examples=["A"],
    )
    certificate: Slug | None = Field(
        default=None,
        validation_alias=formerly("certificate", "stir_shaken_cert"),
        description="Name of the certificate to sign with. Absent: the carrier's.",
        examples=["harbour-2026"],
    )
    required: Annotated[Switch, Flag("signing_required")] = Field(
        default=False, description="A call that cannot be signed is refused.", examples=[True]
    )
    replace: Annotated[Switch, Flag("signing_replace")] = Field(
        default=False,
        description="A signature that came with the call is replaced.",
        examples=[True],
    )


class CLIRule(Section):
    """One rule about caller numbers. The first rule of a customer turns its default from allow to refuse."""

    id: ItemId = Field(
        description="Short name of the rule; never changes.", examples=["main-number"]
    )
    enabled: Switch = Field(
        default=True, description="false: the rule is skipped and does not count.", examples=[False]
    )
    direction: CallDirectionWord = Field(
        default=CallDirection.TERMINATION,
        description="termination: calls going out; origination: calls coming in to a DID.",
        examples=["origination"],
    )
    cli: DialLine | None = Field(
        default=None,
        description="Caller numbers the rule is for, in quotes: a number, or a regular expression. Absent: any.",
        examples=["442079460100"],
    )
    p_asserted_id: DialLine | None = Field(
        default=None,
        description="P-Asserted-Identity that has to fit as well, in quotes. Absent: any or none.",
        examples=["^4420794601"],
    )
    dialled: DialLine | None = Field(
        default=None,
        validation_alias=formerly("dialled", "dialed_number_match"),
        description="Only for calls to these numbers, as a regular expression. Absent: all.",
        examples=["^44"],
    )
    types: tuple[NumberTypeWord, ...] = Field(
        default=(),
        validation_alias=formerly("types", "allow_type"),
        description="Only for caller numbers of these kinds. Absent: all.",
        examples=[["fixed", "voip"]],
    )
    forced: Switch = Field(
        default=False,
        description="When no other rule fits, show this number instead; needs a plain number or a database.",
        examples=[True],
    )
    rewrite_cli: Replacement | None = Field(
        default=None,
        description="Caller number shown instead; $1 is the first group of cli.",
        examples=["44$1"],
    )
    rewrite_p_asserted_id: Replacement | None = Field(
        default=None,
        description="P-Asserted-Identity sent instead; $0 is the caller number, $<db> a number of the database.",
        examples=["$0"],
    )
    use_did: Annotated[UseDID, choice(UseDID)] = Field(
        default=UseDID.DISABLED,
        description=(
            "filter: the caller number has to be a DID of the customer; random, prefix_match (longest common "
            "beginning with the dialled number) or performance: show one of its DIDs."
        ),
        examples=["filter"],
    )
    database: Slug | None = Field(
        default=None,
        description="Named list of caller numbers: they pass, or with forced one of them is shown.",
        examples=["spring-campaign"],
    )
    hits: HitLimit = Field(
        default_factory=HitLimit, description="How often a caller number may be used."
    )
    performance: Performance = Field(
        default_factory=Performance, description="Terms of use_did: performance."
    )
    signing: Signing = Field(
        default_factory=Signing, description="STIR/SHAKEN signing of these calls."
    )
    notes: Notes | None = Field(
        default=None, description="Notes for staff.", examples=["Verified by letter."]
    )


class CLI(Document):
    """Which caller numbers may be shown."""

    forced_choice: Annotated[ForcedChoice, choice(ForcedChoice)] = Field(
        default=ForcedChoice.RANDOM,
        description="Which of several forced numbers is shown: random (the same for the same call), or first.",
        examples=["first"],
    )
    rules: tuple[CLIRule, ...] = Field(
        default=(),
        description="Rules in order; the first that fits and is not forced counts.",
        examples=[[{"id": "main-number", "cli": "442079460100"}]],
    )

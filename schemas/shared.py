"""Groups of fields that several kinds of documents have."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Flag, Section, formerly
from schemas.quantities import Limit, PositiveSeconds
from schemas.scalars import choice
from schemas.values import Line, Notes, Slug
from schemas.voice import DialLine, Replacement, SIPAnswer, SpamPolicyWord

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

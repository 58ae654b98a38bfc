"""policy.yaml: which change needs whom."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Document, DocumentKind, Section
from schemas.scalars import choice
from schemas.values import Line, Slug, identifier_type


class Need(StrEnum):
    """What a change meets before it is committed, from loose to strict."""

    DIRECT = "direct"
    CONFIRM = "confirm"
    PULL_REQUEST = "pull_request"


class RuleAction(StrEnum):
    """What happens to a document."""

    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"


NeedWord = Annotated[Need, choice(Need)]
FieldPattern = Annotated[
    str,
    identifier_type(
        120, r"^[a-z*][a-z0-9_.*]*$", "a dotted field, * for any part of it, for example credit.*"
    ),
]


class When(Section):
    """Which changes a rule is about; what is absent fits everything."""

    kind: tuple[Annotated[DocumentKind, choice(DocumentKind)], ...] = Field(
        default=(), description="Kinds of documents. Absent: every kind.", examples=[["customer"]]
    )
    fields: tuple[FieldPattern, ...] = Field(
        default=(),
        description="Dotted fields, * standing for anything. Absent: every field.",
        examples=[["credit.*", "tax.percent"]],
    )
    action: tuple[Annotated[RuleAction, choice(RuleAction)], ...] = Field(
        default=(),
        description="What happens to the document: create, edit, delete. Absent: anything.",
        examples=[["edit"]],
    )


class Rule(Section):
    """One rule; of all that fit a change the strictest counts."""

    id: Slug = Field(description="Short name shown when the rule decides.", examples=["money"])
    when: When = Field(default_factory=When, description="Which changes the rule is about.")
    needs: NeedWord = Field(
        description=(
            "direct: committed at once; confirm: the person who asks confirms the plan; pull_request: they do, and "
            "somebody merges it."
        ),
        examples=["confirm"],
    )
    why: Line | None = Field(
        default=None,
        description="Why, shown to the person who meets the rule.",
        examples=["Credit is money we may lose."],
    )


class GoldenCalls(StrEnum):
    """What becomes of a change after which a golden call is not as expected."""

    WARN = "warn"
    REFUSE = "refuse"


class Policy(Document):
    """Which change needs whom."""

    default: NeedWord = Field(
        default=Need.CONFIRM,
        description="What a change needs that no rule is about: direct, confirm or pull_request.",
        examples=["confirm"],
    )
    rules: tuple[Rule, ...] = Field(
        default=(),
        description="Rules; of all that fit a change the strictest counts.",
        examples=[[{"id": "money", "when": {"fields": ["credit.*"]}, "needs": "confirm"}]],
    )
    golden_calls: Annotated[GoldenCalls, choice(GoldenCalls)] = Field(
        default=GoldenCalls.WARN,
        description=(
            "A change after which a golden call is not as expected: warn says so and asks for confirmation, refuse "
            "stops it."
        ),
        examples=["refuse"],
    )

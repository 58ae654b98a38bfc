"""operators.yaml: the people who may run the carrier, and what each may do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.addresses import Email, Zone
from schemas.base import Document, Section
from schemas.scalars import Scalar, choice
from schemas.values import SLUG_PATTERN, Name, OperatorId, identifier_type, slug


class Role(StrEnum):
    """What a person may do; several roles add up."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ENGINEER = "engineer"
    FINANCE = "finance"
    ADMIN = "admin"


ROLE_TEXTS: Mapping[Role, str] = {
    Role.VIEWER: "sees everything that is not secret, and changes nothing",
    Role.OPERATOR: "runs customers: adds and edits them, their contacts, numbers and routes, and answers alerts",
    Role.ENGINEER: "changes providers, rate cards, strategies and the switch, and reviews pull requests",
    Role.FINANCE: "decides on money: payments, credit, taxes, packages, invoices and recalculations",
    Role.ADMIN: "does everything, and alone changes operators, policy and settings",
}
"""Role -> what it may do, in words that complete "a person with this role ..."."""

SlackUser = Annotated[
    str, identifier_type(20, r"^[UW][A-Z0-9]{2,19}$", "a Slack member id such as U0ADA001")
]
ForgeLogin = Annotated[
    str,
    identifier_type(
        39, r"^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$", "a login name such as ada-l"
    ),
]
OSUser = Annotated[
    str, identifier_type(32, r"^[a-z_][a-z0-9_-]*[$]?$", "the name of a system account such as ada")
]


class Operator(Section):
    """One person of the carrier's staff."""

    id: Annotated[OperatorId, Scalar(slug, {"type": "string", "pattern": SLUG_PATTERN})] = Field(
        description="Short name used in commands and references; never changes.", examples=["ada"]
    )
    name: Name = Field(description="Name as it stands in commits.", examples=["Ada Larsen"])
    email: Email = Field(
        description="E-mail address as it stands in commits.", examples=["ada@example.com"]
    )
    slack_id: SlackUser | None = Field(
        default=None,
        description="Slack member id. Absent: cannot use Slack.",
        examples=["U0ADA001"],
    )
    forge: ForgeLogin | None = Field(
        default=None,
        description="Login at the forge that holds the repository.",
        examples=["ada-l"],
    )
    os_user: OSUser | None = Field(
        default=None,
        description="System account for the command line. Absent: cannot use it.",
        examples=["ada"],
    )
    zone: Zone | None = Field(
        default=None,
        description="Time zone the person means when naming a time. Absent: the carrier's.",
        examples=["Europe/London"],
    )
    roles: tuple[Annotated[Role, choice(Role)], ...] = Field(
        default=(),
        description="What the person may do: viewer, operator, engineer, finance, admin; several add up.",
        examples=[["operator"]],
    )


class Operators(Document):
    """The people who may run the carrier."""

    operators: tuple[Operator, ...] = Field(
        description="One entry per person.",
        examples=[
            [{"id": "ada", "name": "Ada Larsen", "email": "ada@example.com", "roles": ["operator"]}]
        ],
    )

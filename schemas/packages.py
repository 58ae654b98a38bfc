"""Packages: the catalogue (packages/<id>.yaml) and what a customer has of it (packages.yaml of the customer)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Document, Section, formerly
from schemas.dates import Day
from schemas.quantities import Count, Currency, Days, Limit, PositiveMoney, Switch, whole
from schemas.scalars import choice
from schemas.shared import ItemId
from schemas.values import Name, Notes, PackageRef, Slug
from schemas.voice import Digits


class Frequency(StrEnum):
    """How often a package is charged."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Weekday(StrEnum):
    """Days of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class PackageType(StrEnum):
    """What a package gives besides the charge."""

    NONE = "none"
    FREE_MINUTES = "free_minutes"


class ChargeDays(Section):
    """On which days of its frequency a package is charged; several are several charges."""

    week: tuple[Annotated[Weekday, choice(Weekday)], ...] = Field(
        default=(),
        description="Days of the week, for weekly packages. Absent: Monday.",
        examples=[["mon", "thu"]],
    )
    month: tuple[Annotated[int, whole(1, 31, "a day of the month")], ...] = Field(
        default=(),
        description="Days of the month, for monthly packages; the last day stands for days it lacks. Absent: 1.",
        examples=[[15, 31]],
    )


class Package(Document):
    """A product charged again and again: a rental, a bundle of minutes, a minimum spend."""

    name: Name = Field(
        description="Name people know the package by.", examples=["1,000 UK minutes"]
    )
    description: Notes | None = Field(
        default=None,
        description="What the customer reads about it.",
        examples=["1,000 minutes to UK landlines."],
    )
    currency: Currency = Field(description="Currency of its amounts.", examples=["GBP"])
    cost: PositiveMoney = Field(
        default=Decimal("0.00"), description="What we pay per period and piece.", examples=["4.00"]
    )
    retail: PositiveMoney = Field(
        default=Decimal("0.00"),
        description="What the customer pays per period and piece.",
        examples=["9.00"],
    )
    setup_cost: PositiveMoney = Field(
        default=Decimal("0.00"), description="What we pay once per piece.", examples=["1.00"]
    )
    setup_retail: PositiveMoney = Field(
        default=Decimal("0.00"),
        description="What the customer pays once per piece.",
        examples=["5.00"],
    )
    frequency: Annotated[Frequency, choice(Frequency)] = Field(
        default=Frequency.MONTHLY,
        description="How often it is charged, in advance: none, daily, weekly or monthly.",
        examples=["monthly"],
    )
    charge_days: ChargeDays = Field(
        default_factory=ChargeDays,
        validation_alias=formerly("charge_days", "frequency_match"),
        description="On which days of its frequency it is charged.",
    )
    minimum_days: Days = Field(
        default=0, description="Days an assignment lasts at least. 0: none.", examples=[30]
    )
    duration_days: Days = Field(
        default=0,
        description="Days after which an assignment ends by itself. 0: never.",
        examples=[365],
    )
    type: Annotated[PackageType, choice(PackageType)] = Field(
        default=PackageType.NONE, description="none, or free_minutes.", examples=["free_minutes"]
    )
    minutes: Limit = Field(
        default=0,
        description="Free minutes per period and piece, for free_minutes; unused ones lapse with the period.",
        examples=[1000],
    )
    destinations: tuple[Digits, ...] = Field(
        default=(),
        validation_alias=formerly("destinations", "destination"),
        description="Numbers the minutes are for: prefixes in quotes. Absent: anywhere.",
        examples=[["441", "442"]],
    )
    minimum_spend: Switch = Field(
        default=False,
        description="retail is the least spent on calls per period: only what is missing is charged, in arrears.",
        examples=[True],
    )
    feature: Slug | None = Field(
        default=None,
        description="Platform feature the package switches on.",
        examples=["recording"],
    )


class PackageAssignment(Section):
    """A package a customer has."""

    id: ItemId = Field(
        description="Short name of the assignment; never changes.", examples=["uk-minutes"]
    )
    package: PackageRef = Field(description="Which package.", examples=["uk-1000"])
    quantity: Count = Field(
        description="How many pieces; multiplies prices and minutes.", examples=[2]
    )
    start: Day = Field(
        validation_alias=formerly("start", "start_date"),
        description="First day, YYYY-MM-DD in UTC; the setup is charged on it.",
        examples=["2026-06-01"],
    )
    end: Day | None = Field(
        default=None,
        validation_alias=formerly("end", "end_date"),
        description="First day without it, YYYY-MM-DD in UTC. Absent: no end.",
        examples=["2027-06-01"],
    )
    auto_decrement: Switch = Field(
        default=True,
        description="Take package amount times quantity off the credit at each charge day; false: invoice only.",
        examples=[False],
    )
    minutes: Limit | None = Field(
        default=None,
        description="Free minutes per period and piece instead of the package's.",
        examples=[1500],
    )


class PackageAssignments(Document):
    """The packages of a customer."""

    packages: tuple[PackageAssignment, ...] = Field(
        default=(),
        description="One entry per assignment.",
        examples=[
            [{"id": "uk-minutes", "package": "uk-1000", "quantity": 1, "start": "2026-06-01"}]
        ],
    )

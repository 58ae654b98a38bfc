"""How the rate sheets of a provider are read: which column is what, how numbers and dates are written."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Flag, Section
from schemas.quantities import Days, Switch, whole
from schemas.scalars import choice
from schemas.values import Line, identifier_type


class DecimalMark(StrEnum):
    """What stands before the decimals."""

    POINT = "point"
    COMMA = "comma"


class DateOrder(StrEnum):
    """In which order dates of digits are written."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


class Hyphen(StrEnum):
    """What 44-7 in a cell of codes means."""

    RANGE = "range"
    JOIN = "join"


class Untrusted(StrEnum):
    """What a row that cannot be trusted stops."""

    SHEET = "sheet"
    ROW = "row"


class Missing(StrEnum):
    """What becomes of a code that a full sheet no longer has."""

    BLOCKED = "blocked"
    INHERIT = "inherit"


FieldWord = Annotated[
    str,
    identifier_type(
        20,
        "^(prefix|country|name|rate|inter|intra|connect|minimum_s|increment_s|billing|status|from|to|change)$",
        "prefix, country, name, rate, inter, intra, connect, minimum_s, increment_s, billing, status, from, to or change",
    ),
]


class SheetProfile(Section):
    """How sheets for this card are read. What is absent is told from the sheet where that is beyond doubt."""

    columns: Annotated[Mapping[FieldWord, Line], Flag("sheet_columns")] = Field(
        default_factory=dict,
        description="Field -> heading of its column, or its letter where the sheet has no headings.",
        examples=[{"prefix": "Dial Code", "rate": "New rate"}],
    )
    tab: Annotated[Line | None, Flag("sheet_tab")] = Field(
        default=None,
        description="Tab of a workbook. Absent: the only one with prices.",
        examples=["A-Z"],
    )
    decimals: Annotated[
        Annotated[DecimalMark, choice(DecimalMark)] | None, Flag("sheet_decimals")
    ] = Field(default=None, description="point or comma.", examples=["comma"])
    dates: Annotated[Annotated[DateOrder, choice(DateOrder)] | None, Flag("sheet_dates")] = Field(
        default=None, description="ymd, dmy or mdy.", examples=["dmy"]
    )
    hyphen: Annotated[Annotated[Hyphen, choice(Hyphen)] | None, Flag("sheet_hyphen")] = Field(
        default=None,
        description="44-7 in a cell of codes: range (44 to 47) or join (447).",
        examples=["range"],
    )
    full: Annotated[Switch | None, Flag("sheet_full")] = Field(
        default=None,
        description="true: what a sheet does not name is closed; false: it stays.",
        examples=[True],
    )
    missing: Annotated[Missing, choice(Missing), Flag("sheet_missing")] = Field(
        default=Missing.BLOCKED,
        description="A code a full sheet no longer has: blocked, or inherit (the next shorter code counts).",
        examples=["inherit"],
    )
    notice_days: Annotated[Days, Flag("sheet_notice_days")] = Field(
        default=7, description="Days between notice and effect of an increase.", examples=[7]
    )
    outlier: Annotated[Annotated[int, whole(2, 1_000, "a factor")], Flag("sheet_outlier")] = Field(
        default=20,
        description="A rate so many times the median of its country is not trusted.",
        examples=[20],
    )
    untrusted: Annotated[Untrusted, choice(Untrusted), Flag("sheet_untrusted")] = Field(
        default=Untrusted.SHEET,
        description="A row that cannot be trusted stops the whole sheet, or that row alone.",
        examples=["row"],
    )

"""prefix-sets/<id>.yaml: named lists of numbers, used by routes, cards and as global lists."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.base import Document, Flag, Section
from schemas.quantities import Switch
from schemas.values import Name, Notes
from schemas.voice import DialLine


class GlobalLists(Section):
    """Use of the set as a list for every customer."""

    block_cli: Annotated[Switch, Flag("block_cli")] = Field(
        default=False, description="Refuse these caller numbers everywhere.", examples=[True]
    )
    block_dialled: Switch = Field(
        default=False, description="Refuse these dialled numbers everywhere.", examples=[True]
    )
    allow_cli: Switch = Field(
        default=False,
        description="Let these caller numbers past every other filter.",
        examples=[True],
    )


class PrefixSet(Document):
    """A named list of prefixes and patterns."""

    name: Name = Field(description="Name people know it by; unique.", examples=["UK mobile"])
    lines: tuple[DialLine, ...] = Field(
        default=(),
        description="One per line: plain prefix in quotes, or regular expression.",
        examples=[["447", "^44(71|72)"]],
    )
    excluding: tuple[DialLine, ...] = Field(
        default=(),
        description="Numbers that do not belong to it although a line fits.",
        examples=[["4470"]],
    )
    everywhere: GlobalLists = Field(
        default_factory=GlobalLists, description="Use of the set as a list for every customer."
    )
    notes: Notes | None = Field(
        default=None, description="Notes for staff.", examples=["Ofcom, January 2026."]
    )

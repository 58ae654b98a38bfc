"""The lines of a prefix set as people add and take them one by one."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from engine.edits import EditDocument, Plain
from handlers.kit.command import Intent
from handlers.kit.document_areas import PREFIX_SETS
from handlers.kit.fields import edits_for, split_list
from handlers.kit.services import Services
from handlers.kit.wording import show
from schemas.prefix_set import PrefixSet
from schemas.quantities import Switch
from schemas.values import PrefixSetRef
from schemas.voice import DialLine


class SomeLines(BaseModel):
    """Which lines of which prefix set."""

    model_config = ConfigDict(extra="forbid")

    prefix_set: PrefixSetRef = Field(description="Which prefix set.", examples=["uk-mobile"])
    lines: tuple[DialLine, ...] = Field(
        min_length=1,
        description="Plain prefixes or regular expressions.",
        examples=[["447", "^44(71|72)"]],
    )
    excluding: Switch = Field(
        False,
        description="Meant are the numbers that do not belong to it although a line fits.",
        examples=[True],
    )

    _split = field_validator("lines", mode="before")(split_list)

    @property
    def field(self) -> str:
        """The list of the document that is meant."""
        return "excluding" if self.excluding else "lines"


def lines_set(
    args: SomeLines, lines: list[str], services: Services, *, verb: str, notes: tuple[str, ...]
) -> Intent:
    """Give one of the lists of a prefix set these lines; those that stay keep their comments."""
    book = services.book
    path = book.path_of("prefix-set", args.prefix_set)
    file = services.text.read(path, book.documents.data(path)).value or {}
    value: Plain = [*lines] if lines else None
    wanted: dict[str, Any] = {args.field: value}
    edits = edits_for(PrefixSet, wanted, file) if lines != _now(args, file) else ()
    return Intent(
        f"{verb.capitalize()} {show(list(args.lines))} {_way(args, verb)} prefix set {args.prefix_set}",
        (EditDocument(path, edits),),
        then=(PREFIX_SETS.button(args.prefix_set),),
        notes=notes,
    )


def _now(args: SomeLines, file: Any) -> list[str]:
    return [str(line) for line in file.get(args.field) or ()]


def _way(args: SomeLines, verb: str) -> str:
    exceptions = "the exceptions of " if args.excluding else ""
    return f"{'into' if verb == 'put' else 'from'} {exceptions}".rstrip()

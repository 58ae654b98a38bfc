"""How one scalar of a file becomes a value: the base of every field type in this package."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from schemas.faults import fault, quoted

_LISTED = 6


class PlainText(str):
    """Text that stood in a file without quotes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """Annotation metadata: ``parse`` reads one scalar, ``json`` is what an editor may accept for it.

    ``parse`` gets text (``PlainText`` if it stood without quotes) or a value made in code, and faults or gives the
    typed value.
    """

    parse: Callable[[object], object]
    json: Mapping[str, Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Validate by ``parse`` alone; values are written as pydantic infers them, decimals as text."""
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Give the JSON Schema of the scalar as people write it in YAML."""
        return dict(self.json)


def text_of(value: object, *, wanted: str) -> str:
    """Give the text of a scalar, exact and free of the ``PlainText`` mark; ``wanted`` says what belongs here."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        raise fault("empty-value", "there is no value", f"write {wanted}")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    raise fault(
        "wrong-shape", f"{quoted(value)} stands where a single value belongs", f"write {wanted}"
    )


_OTHER_TYPE = re.compile(
    r"""
    [-+]?(?:0b[01_]+ | 0o?[0-7_]+ | 0x[0-9a-f_]+ | [0-9][0-9_]*(?::[0-5]?[0-9])*)      # whole numbers
    | [-+]?(?:\.[0-9_]+ | [0-9][0-9_]*(?::[0-5]?[0-9])*\.?[0-9_]*)(?:e[-+]?[0-9]+)?    # numbers with a fraction
    | [-+]?\.inf | \.nan
    | true | false | yes | no | on | off | y | n | null | ~
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t\ ].*)?                                       # dates
    """,
    re.VERBOSE | re.IGNORECASE,
)


def looks_like_another_type(text: str) -> bool:
    """Tell whether some YAML reader takes this unquoted text for a number, a switch, a date or nothing."""
    return _OTHER_TYPE.fullmatch(text) is not None


def identifier_of(value: object, *, wanted: str) -> str:
    """Give the text of an identifier, which must stand in quotes if it looks like something else."""
    text = text_of(value, wanted=wanted)
    if not isinstance(value, str):
        raise fault(
            "plain-identifier",
            f"the number {text} stands where {wanted} belongs",
            f'write it in quotes: "{text}"',
        )
    if isinstance(value, PlainText) and looks_like_another_type(text):
        raise fault(
            "plain-identifier",
            f"{text} without quotes would be read as something other than text",
            f'write it in quotes: "{text}"',
        )
    return text


OLD_WORDS = "x-old-words"
"""Marks in a JSON Schema which of the allowed words are old ones: a file may have them, nobody is offered them."""


def choice(
    options: type[StrEnum],
    *,
    aliases: Mapping[str, StrEnum] | None = None,
    notes: Mapping[str, str] | None = None,
) -> Scalar:
    """Accept one word of ``options``; ``aliases`` maps old words, ``notes`` word -> hint for words that are wrong."""
    words = {str(option): option for option in options}
    accepted = {**words, **(aliases or {})}
    listed = ", ".join(words)

    def parse(value: object) -> StrEnum:
        text = text_of(value, wanted=f"one of {listed}")
        if text not in accepted:
            hint = _word_hint(text, listed, accepted, notes or {})
            raise fault("choice", f"{quoted(text)} is not a value of this field", hint)
        return accepted[text]

    old = {OLD_WORDS: list(aliases)} if aliases else {}
    return Scalar(parse, {"enum": list(accepted), **old})


def _word_hint(
    text: str, listed: str, accepted: Mapping[str, StrEnum], notes: Mapping[str, str]
) -> str:
    simplified = text.strip().lower().replace("-", "_").replace(" ", "_")
    if simplified in notes:
        return notes[simplified]
    spellings = {word.lower(): option for word, option in accepted.items()}
    if simplified in spellings:
        return f"write {spellings[simplified]}"
    if len(spellings) > _LISTED:
        from rapidfuzz.process import extractOne

        near = extractOne(simplified, list(spellings), score_cutoff=60)
        if near:
            return f"did you mean {spellings[near[0]]}?"
    return f"write one of {listed}"

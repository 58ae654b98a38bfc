"""How a wrong value is told: a stable rule id, what was found, and what would be right.

Field types raise through ``fault``; ``schemas.explain`` collects what a whole document has. Where a fault stands in
the file is the business of whoever holds the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from pydantic_core import PydanticCustomError

RULES: Mapping[str, str] = {
    "missing-field": "A required field is absent or empty.",
    "unknown-field": "A field does not exist in this kind of document.",
    "double-field": "A field is given twice, once under its old name.",
    "wrong-shape": "A group, a list and a single value are not interchangeable.",
    "empty-value": "A value is needed where nothing, or only blanks, was written.",
    "plain-identifier": "Identifiers that look like a number, date or switch word are written in quotes.",
    "text-length": "A text is longer than the field allows.",
    "text-characters": "A text holds control, invisible or direction-changing characters.",
    "text-format": "A text does not have the form the field needs.",
    "slug": "Ids are lower-case letters, digits and hyphens, 1 to 64 characters.",
    "choice": "The value is not one of the listed words.",
    "true-false": "Switches are written true or false.",
    "whole-number": "Counts are written with digits only.",
    "number-range": "A number is below or above what the field allows.",
    "money": "Amounts are plain decimal numbers without sign words, separators or exponent.",
    "money-precision": "Amounts have at most six decimals, rates at most nine.",
    "percent": "Percentages are plain decimal numbers between 0 and 100.",
    "currency": "Currencies are ISO 4217 codes in capitals.",
    "country": "Countries are ISO 3166 codes of two capitals.",
    "zone": "Time zones are IANA names.",
    "email": "E-mail addresses have one @, a local part and a domain.",
    "url": "Web addresses start with http:// or https:// and name a host.",
    "host": "Host names are labels of letters, digits and hyphens joined by dots.",
    "phone": "Phone numbers are 7 to 15 digits, with or without a leading +.",
    "digits": "Numbers and codes are written with digits only.",
    "hours": "Allowed hours are days and two clock times.",
}
"""Rule id -> what it says. Ids are public and never reused."""

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong place of one document, before anybody looked up its line.

    ``pointer`` leads from the root to the value, or to where a missing one belongs.
    """

    pointer: tuple[str | int, ...]
    rule: str
    message: str
    hint: str = ""


def fault(rule: str, message: str, hint: str = "") -> NoReturn:
    """Refuse a value under a stable rule id.

    Raises:
        PydanticCustomError: always; its type is ``rule``.
    """
    assert rule in RULES, rule
    raise PydanticCustomError(rule, "{message}", {"message": message, "hint": hint})


def quoted(value: object) -> str:
    """Show a value the way the user wrote it, in double quotes, shortened and with invisible characters escaped."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a group of fields"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "a list"
    text = str(value)
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return '"' + "".join(_visible(character) for character in short) + '"'


def _visible(character: str) -> str:
    if character.isprintable() and character != '"':
        return character
    return character.encode("unicode_escape").decode("ascii") if character != '"' else '\\"'

"""How a wrong value is told: a stable rule id, what was found, and what would be right.

Field types raise what ``fault`` makes; ``faults_of`` tells what pydantic collected in operator language. Where a fault
stands in the file is the business of whoever holds the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from schemas.fields import leaf_fields, model_at, old_names

Model = TypeVar("Model", bound=BaseModel)

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
    "duration": "A length of a call is seconds, with decimals perhaps.",
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
    "digits": "Numbers and prefixes are written with digits, some also with *, # and a leading +.",
    "address": "Network addresses are IPv4 or IPv6 addresses or networks in CIDR form, without host bits.",
    "address-range": "A network is too wide to authorise.",
    "pattern": "Patterns are regular expressions without look-around and back-references.",
    "secret": "Secrets stand in files only as age-encrypted text.",
    "recipient-key": "Who may read secrets is named by the public half of an age key, age1 and 58 letters.",
    "date": "Dates are written YYYY-MM-DD, instants YYYY-MM-DDTHH:MM:SSZ in UTC.",
    "recipient": "Recipients are an address, a phone, a Slack channel, or contact:, operator:, via: and a name.",
    "destination": "Destinations are user@host, or external:, extension:, customer:, script: and a name, or test.",
    "list-length": "A list has too few or too many items.",
    "hours": "Allowed hours are days and two clock times.",
}
"""Rule id -> what it says. Ids are public and never reused."""

_SHOWN = 40
_SECRET_WORDS = frozenset({"password", "passwd", "pass", "ha1", "digest"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong place of one document, before anybody looked up its line.

    ``pointer`` leads from the root to the value, or to where a missing one belongs.
    """

    pointer: tuple[str | int, ...]
    rule: str
    message: str
    hint: str = ""


def fault(rule: str, message: str, hint: str = "") -> PydanticCustomError:
    """Make the error that refuses a value under a stable rule id; field types raise it."""
    assert rule in RULES, rule
    return PydanticCustomError(rule, "{message}", {"message": message, "hint": hint})


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


def parse(model: type[Model], value: object) -> Model | tuple[Fault, ...]:
    """Give the document, or everything that is wrong with it."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        return faults_of(error, model)


def faults_of(error: ValidationError, model: type[BaseModel]) -> tuple[Fault, ...]:
    """Tell what pydantic collected about a document of this model."""
    details = error.errors(include_url=False)
    return tuple(_told(detail, model) for detail in details if not _follows(detail))


def _follows(detail: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because items of it do not hold."""
    found = detail["input"]
    if detail["type"] != "too_short" or not isinstance(found, Sequence):
        return False
    return len(found) >= int(detail.get("ctx", {}).get("min_length", 0))


def _told(detail: ErrorDetails, model: type[BaseModel]) -> Fault:
    pointer = tuple(part for part in detail["loc"] if part != "[key]")
    rule = detail["type"]
    if rule in RULES:
        context = detail.get("ctx", {})
        return Fault(pointer, rule, str(context["message"]), str(context["hint"]))
    if rule == "missing":
        return _missing(pointer, model)
    if rule == "extra_forbidden":
        return _unknown(pointer, model)
    return _misshapen(pointer, rule, detail["input"])


def _missing(pointer: tuple[str | int, ...], model: type[BaseModel]) -> Fault:
    owner = model_at(model, pointer[:-1])
    field = owner.model_fields.get(str(pointer[-1])) if owner else None
    hint = (
        f"write for example {pointer[-1]}: {field.examples[0]}" if field and field.examples else ""
    )
    return Fault(pointer, "missing-field", "a value is required here", hint)


def _unknown(pointer: tuple[str | int, ...], model: type[BaseModel]) -> Fault:
    owner = model_at(model, pointer[:-1])
    written = str(pointer[-1])
    names = dict(owner.model_fields) if owner else {}
    for name, field in names.items():
        if written == name or written in old_names(field):
            other = written if written != name else next(iter(old_names(field)), name)
            return Fault(
                pointer,
                "double-field",
                f"{name} is given twice, as {name} and {other}",
                "keep one of them",
            )
    return Fault(
        pointer,
        "unknown-field",
        f"there is no field {quoted(written)} here",
        _nearest(written, names, model),
    )


def _nearest(written: str, names: Mapping[str, object], model: type[BaseModel]) -> str:
    from rapidfuzz.process import extractOne

    if written.lower() in _SECRET_WORDS:
        return "passwords are never written in files; commands set them, encrypted"
    elsewhere = [
        leaf.path
        for leaf in leaf_fields(model)
        if written in {leaf.pointer[-1], leaf.flag, *leaf.old_names}
    ]
    if elsewhere:
        return f"it is written as {' or '.join(elsewhere)}"
    near = extractOne(written, list(names), score_cutoff=60)
    return f"did you mean {near[0]}?" if near else f"the fields here are {', '.join(names)}"


def _misshapen(pointer: tuple[str | int, ...], rule: str, found: object) -> Fault:
    wanted = {
        "model_type": (
            "a group of fields",
            "write the fields as name: value, one per line, indented below",
        ),
        "mapping_type": (
            "a group of names and values",
            "write them as name: value, one per line, indented below",
        ),
        "tuple_type": ("a list", 'write each item on its own line behind "- "'),
    }
    if rule in {"too_short", "too_long"} and isinstance(found, Sequence):
        few = rule == "too_short"
        told = f"the list has too {'few' if few else 'many'} items ({len(found)})"
        return Fault(pointer, "list-length", told, "add an item" if few else "remove some")
    kind, hint = wanted.get(rule, ("another kind of value", ""))
    return Fault(pointer, "wrong-shape", f"{quoted(found)} stands where {kind} belongs", hint)

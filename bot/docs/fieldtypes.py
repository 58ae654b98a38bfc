"""What a field takes, in words, told from its type and its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeAlias, get_args

from pydantic.fields import FieldInfo

from bot.docs.markdown import code
from schemas.base import Reference
from schemas.fields import group_of, item_of
from schemas.values import SLUG_PATTERN

Json: TypeAlias = Mapping[str, Any]

_FORMS = {
    SLUG_PATTERN: "id",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "date, YYYY-MM-DD",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?$": "date or instant in UTC",
    r"^[^@\s]+@[^@\s]+\.[^@\s.]+$": "e-mail address",
    r"^https?://[^\s/]+": "web address",
    "^[A-Z]{3}$": "currency code",
    "^[A-Z]{2}$": "country code",
}
_COUNTED = frozenset({"id", "currency code", "country code"})
_DECIMALS = re.compile(r"\{1,(\d+)\}\)\?\$$")


def resolved(schema: Json, definitions: Json) -> Json:
    """Give the schema of the group that a field holds, or that its items are."""
    found = _reference(schema)
    return definitions[found.rsplit("/", 1)[-1]] if found else schema


def _reference(schema: Json) -> str:
    candidates = [schema, schema.get("items", {}), *schema.get("anyOf", ())]
    return next((one["$ref"] for one in candidates if "$ref" in one), "")


def type_of(field: FieldInfo, schema: Json) -> str:
    """Say what a field takes: ``whole number, 0 to 100``, ``list of customer ids``."""
    if item_of(field.annotation):
        return "list of groups" + _how_many(schema)
    if group_of(field.annotation):
        return "group of fields"
    reference = next((mark.kind for mark in _marks(field) if isinstance(mark, Reference)), "")
    words = _choices(field)
    if _is(schema, "array"):
        items = named(reference, several=True) if reference and not words else _items(schema, words)
        return items + _how_many(schema)
    if _is(schema, "object"):
        return f"name: value, each value {_one(next(iter(schema['patternProperties'].values())), (), '')}"
    return _one(schema, words, reference)


def _items(schema: Json, words: tuple[str, ...]) -> str:
    told = _one(schema["items"], words, "")
    return f"list of {told}s" if told in _COUNTED else f"list of {told}"


def _one(schema: Json, words: tuple[str, ...], reference: str) -> str:
    if True in schema.get("enum", ()):
        return "`true` or `false`"
    if words:
        return "one of " + ", ".join(code(word) for word in words)
    if reference:
        return named(reference, several=False)
    if schema.get("x-secret"):
        return "age-encrypted text"
    if _is(schema, "integer"):
        return f"whole number, {schema['minimum']:,} to {schema['maximum']:,}"
    if _is(schema, "number") and "pattern" in schema:
        return _decimal(schema)
    return _text(schema)


def named(reference: str, *, several: bool) -> str:
    """Say that a value names something: ``customer id``, ``list of currency codes``."""
    word = "code" if reference in {"currency", "country"} else "id"
    return f"list of {reference} {word}s" if several else f"{reference} {word}"


def _decimal(schema: Json) -> str:
    places = _DECIMALS.search(schema["pattern"])
    sign = "" if schema["pattern"].startswith("^-?") else ", not negative"
    if schema.get("maximum") == 100:
        return "percentage, 0 to 100"
    return f"decimal number, at most {places[1] if places else 0} decimals{sign}"


def _text(schema: Json) -> str:
    form = schema.get("pattern", "")
    if form in _FORMS:
        return _FORMS[form]
    longest = schema.get("maxLength")
    told = f"text, at most {longest:,} characters" if longest else "text"
    return f"{told}, of the form {code(form)}" if form else told


def _how_many(schema: Json) -> str:
    least, most = schema.get("minItems"), schema.get("maxItems")
    return (f", at least {least}" if least else "") + (f", at most {most}" if most else "")


def _is(schema: Json, kind: str) -> bool:
    named = schema.get("type", ())
    return kind == named or (not isinstance(named, str) and kind in named)


def _marks(field: FieldInfo) -> list[Any]:
    return [
        *field.metadata,
        *(part for part in _parts(field.annotation) if isinstance(part, Reference)),
    ]


def _choices(field: FieldInfo) -> tuple[str, ...]:
    for part in _parts(field.annotation):
        if isinstance(part, type) and issubclass(part, StrEnum):
            return tuple(str(option) for option in part)
    return ()


def _parts(annotation: Any) -> list[Any]:
    return [annotation, *(part for inner in get_args(annotation) for part in _parts(inner))]

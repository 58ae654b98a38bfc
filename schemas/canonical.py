"""What the canonical form of a document follows: the order of keys, and which values are identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from schemas.fields import field_at, model_at, old_names
from schemas.scalars import PlainText, Scalar


@cache
def keys_at(model: type[BaseModel], names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the keys of the group or list items at a pointer without its positions, in canonical order.

    Old names stand beside the present ones.
    """
    found = model_at(model, names)
    if found is None:
        return ()
    fields = found.model_fields.items()
    return tuple(key for name, field in fields for key in (name, *old_names(field)))


@cache
def is_identifier(model: type[BaseModel], names: tuple[str, ...]) -> bool:
    """Tell whether the value at a pointer without its positions is an identifier, which numbers are not.

    Those are the fields that refuse a number without quotes.
    """
    field = field_at(model, names)
    if field is None:
        return False
    parts = [*field.metadata, *_parts(field.annotation)]
    return any(isinstance(part, Scalar) and _refuses_plain(part) for part in parts)


def _refuses_plain(scalar: Scalar) -> bool:
    try:
        scalar.parse(PlainText("44"))
    except PydanticCustomError as error:
        return error.type == "plain-identifier"
    return False


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)

"""The texts of a document that people write freely: names, lines, notes, and the values of variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine.edits import Pointer
from schemas.fields import group_of, item_of
from schemas.scalars import Scalar
from schemas.values import Line, Name, Notes

_FREE: frozenset[Any] = frozenset(
    part for kind in (Name, Line, Notes) for part in get_args(kind) if isinstance(part, Scalar)
)
VARIABLES = "vars"


def texts_of(document: BaseModel, at: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Give every free text that was written, with its place."""
    for name in _ways(type(document)):
        if name in document.model_fields_set:
            yield from _texts_in(getattr(document, name), (*at, name))


def _texts_in(value: object, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, BaseModel):
        yield from texts_of(value, at)
    elif isinstance(value, Mapping):
        for key, text in value.items():
            yield from _texts_in(text, (*at, key))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _texts_in(item, (*at, place))


@cache
def _ways(model: type[BaseModel]) -> tuple[str, ...]:
    """List the fields of a group that are a free text or lead to one."""
    return tuple(name for name, field in model.model_fields.items() if _leads(name, field))


def _leads(name: str, field: FieldInfo) -> bool:
    below = group_of(field.annotation) or item_of(field.annotation)
    if below is not None:
        return bool(_ways(below))
    parts = (*field.metadata, *_parts(field.annotation))
    return name == VARIABLES or any(isinstance(part, Scalar) and part in _FREE for part in parts)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)

"""The texts of a document that people write freely: names, lines, notes, and the values of variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from engine.edits import Pointer
from engine.parts import groups_of
from schemas.scalars import Scalar
from schemas.values import Line, Name, Notes

_FREE: frozenset[Any] = frozenset(
    part for kind in (Name, Line, Notes) for part in get_args(kind) if isinstance(part, Scalar)
)


def texts_of(document: BaseModel) -> Iterator[tuple[Pointer, str]]:
    """Give every free text that was written, with its place."""
    for at, group in groups_of(document):
        for name in _text_fields(type(group)):
            value = getattr(group, name)
            if isinstance(value, str) and name in group.model_fields_set:
                yield (*at, name), value
        variables = getattr(group, "vars", None)
        if isinstance(variables, Mapping):
            yield from (((*at, "vars", key), text) for key, text in variables.items())


@cache
def _text_fields(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(
        name
        for name, field in model.model_fields.items()
        if any(
            isinstance(part, Scalar) and part in _FREE
            for part in (*field.metadata, *_parts(field.annotation))
        )
    )


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)

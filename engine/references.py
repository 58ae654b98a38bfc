"""References between documents: which fields of a model are some, and what a document refers to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine.edits import Pointer
from engine.facts import Fact
from schemas.base import Reference
from schemas.codes import CODE_KINDS


def reference_index(kind: str) -> str:
    """Name the index of references to a kind."""
    return f"ref:{kind}"


def references_of(model: BaseModel) -> Iterator[Fact]:
    """Give every reference a document makes to another document or operator."""
    yield from _references(model, ())


def _references(model: BaseModel, above: Pointer) -> Iterator[Fact]:
    for name, kind in _marked(type(model)):
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _references(value, (*above, name))
        elif isinstance(value, tuple):
            yield from _in_list(value, kind, (*above, name))
        elif kind and value is not None:
            yield Fact(reference_index(kind), str(value), (*above, name))


def _in_list(items: tuple[Any, ...], kind: str, above: Pointer) -> Iterator[Fact]:
    for place, item in enumerate(items):
        if isinstance(item, BaseModel):
            yield from _references(item, (*above, place))
        elif kind:
            yield Fact(reference_index(kind), str(item), (*above, place))


@cache
def _marked(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """List the fields that refer to something, or may hold something that does: (name, kind or empty)."""
    found = []
    for name, field in model.model_fields.items():
        kind = _reference_kind(field)
        if kind or any(_leads_on(part) for part in _models_in(field.annotation)):
            found.append((name, kind))
    return tuple(found)


def _leads_on(model: type[BaseModel]) -> bool:
    return bool(_marked(model))


def _reference_kind(field: FieldInfo) -> str:
    marks = [*field.metadata, *_marks(field.annotation)]
    kinds = [mark.kind for mark in marks if isinstance(mark, Reference)]
    return kinds[0] if kinds and kinds[0] not in CODE_KINDS else ""


def _marks(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__
    for part in get_args(annotation):
        yield from _marks(part)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)

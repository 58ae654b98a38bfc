"""The leaves of a document model: every field that holds a value, with what commands and forms need to know of it."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo

from schemas.base import Flag, Immutable, Reference, Sealed

Marker = TypeVar("Marker")


class Shape(StrEnum):
    """Whether a leaf holds one value, a list or a map of names to values."""

    ONE = "one"
    LIST = "list"
    MAP = "map"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One field that holds a value.

    ``path`` is dotted, ``pointer`` the same as parts. ``annotation`` is the whole type with its rules, fit for a
    pydantic model of one's own. ``flag`` is the short unique name in commands. ``reference`` names the kind of what the
    value (or each item) refers to. ``default`` is None for a required field. ``old_names`` are other spellings
    of the last part that files may use. ``item`` is the model of the items if the leaf is a list of groups. ``sealed`` is
    what only the commands about secrets write. ``is_number`` tells counts and amounts from everything else, such as
    what is called by digits.
    """

    path: str
    pointer: tuple[str, ...]
    flag: str
    annotation: Any
    required: bool
    default: Any
    description: str
    example: Any
    shape: Shape
    reference: str | None
    immutable: Immutable | None
    old_names: tuple[str, ...]
    choices: tuple[str, ...]
    is_number: bool
    item: type[BaseModel] | None
    sealed: bool


@cache
def leaf_fields(model: type[BaseModel]) -> tuple[Leaf, ...]:
    """List the leaves of a document in the order of the file."""
    return tuple(_leaves(model, ()))


@cache
def key_order(model: type[BaseModel]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Map the pointer of every group of fields to the canonical order of its keys; the root is ``()``."""
    orders: dict[tuple[str, ...], tuple[str, ...]] = {}

    def collect(group: type[BaseModel], at: tuple[str, ...]) -> None:
        orders[at] = tuple(group.model_fields)
        for name, field in group.model_fields.items():
            below = group_of(field.annotation)
            if below:
                collect(below, (*at, name))

    collect(model, ())
    return orders


def old_names(field: FieldInfo) -> tuple[str, ...]:
    """Names a file may use for this field besides its own."""
    alias = field.validation_alias
    return (
        tuple(str(choice) for choice in alias.choices[1:])
        if isinstance(alias, AliasChoices)
        else ()
    )


def model_at(model: type[BaseModel], pointer: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Give the model of the group or list item at ``pointer``, None if there is no such group."""
    found: type[BaseModel] | None = model
    for part in pointer:
        if found is None:
            return None
        if isinstance(part, int):
            continue
        field = _field_called(found, part)
        found = (group_of(field.annotation) or item_of(field.annotation)) if field else None
    return found


def _field_called(model: type[BaseModel], name: str) -> FieldInfo | None:
    for own, field in model.model_fields.items():
        if name == own or name in old_names(field):
            return field
    return None


def field_at(model: type[BaseModel], pointer: tuple[str | int, ...]) -> FieldInfo | None:
    """Give the field a value at ``pointer`` belongs to; of a value in a list or map, the field that holds those."""
    here: type[BaseModel] | None = model
    field: FieldInfo | None = None
    for part in pointer:
        if here is None or isinstance(part, int):
            continue
        field = _field_called(here, part)
        if field is None:
            return None
        here = group_of(field.annotation) or item_of(field.annotation)
    return field


def group_of(annotation: Any) -> type[BaseModel] | None:
    """Give the model of a nested group of fields, None for a leaf."""
    for part in _alternatives(annotation):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def _leaves(model: type[BaseModel], above: tuple[str, ...]) -> Iterator[Leaf]:
    for name, field in model.model_fields.items():
        group = group_of(field.annotation)
        if group:
            yield from _leaves(group, (*above, name))
        else:
            yield _leaf((*above, name), field)


def _leaf(pointer: tuple[str, ...], field: FieldInfo) -> Leaf:
    annotation = (
        Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    )
    flag = _marker(annotation, Flag)
    reference = _marker(annotation, Reference)
    return Leaf(
        path=".".join(pointer),
        pointer=pointer,
        flag=flag.name if flag else pointer[-1],
        annotation=annotation,
        required=field.is_required(),
        default=None if field.is_required() else field.get_default(call_default_factory=True),
        description=field.description or "",
        example=field.examples[0] if field.examples else None,
        shape=_shape(annotation),
        reference=reference.kind if reference else None,
        immutable=_marker(annotation, Immutable),
        old_names=old_names(field),
        choices=_choices(annotation),
        is_number={*_alternatives(annotation)} <= {int, Decimal},
        item=item_of(annotation),
        sealed=_marker(annotation, Sealed) is not None,
    )


def _parts(annotation: Any) -> Iterator[Any]:
    """Give an annotation and everything inside it: metadata, alternatives, items."""
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _alternatives(annotation: Any) -> Iterator[Any]:
    """Give the types a value may have, without metadata and None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif origin in {Union, types.UnionType}:
        for part in get_args(annotation):
            yield from _alternatives(part)
    elif annotation is not type(None):
        yield annotation


def _marker(annotation: Any, kind: type[Marker]) -> Marker | None:
    return next((part for part in _parts(annotation) if isinstance(part, kind)), None)


def _shape(annotation: Any) -> Shape:
    origins = {get_origin(part) for part in _alternatives(annotation)}
    if tuple in origins:
        return Shape.LIST
    return Shape.MAP if Mapping in origins else Shape.ONE


def item_of(annotation: Any) -> type[BaseModel] | None:
    """Give the model of the items if a field is a list of groups, else None."""
    for part in _alternatives(annotation):
        if get_origin(part) is tuple:
            return group_of(get_args(part)[0])
    return None


def _choices(annotation: Any) -> tuple[str, ...]:
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, StrEnum):
            return tuple(str(option) for option in part)
    return ()

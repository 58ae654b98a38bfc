"""Arguments made from the fields of a document, so that a field is described once, in its schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, Field, create_model, field_validator

from engine.documents import to_plain
from engine.edits import DeleteKey, FieldEdit, Plain, SetKey
from schemas.fields import Leaf, Shape, key_order, leaf_fields

Args = TypeVar("Args", bound=BaseModel)


def with_fields_of(
    document: type[BaseModel], *, required: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Callable[[type[Args]], type[Args]]:
    """Add to the decorated arguments one for each leaf of ``document``, named by its flag.

    All are optional but ``required``, which come first. A list is given with commas, a map as ``key=value`` with
    commas.
    """
    leaves = [
        leaf for leaf in leaf_fields(document) if leaf.flag not in without and leaf.item is None
    ]
    leaves.sort(
        key=lambda leaf: required.index(leaf.flag) if leaf.flag in required else len(required)
    )

    def extend(args: type[Args]) -> type[Args]:
        fields: Any = {leaf.flag: _field(leaf, must=leaf.flag in required) for leaf in leaves}
        several = [leaf.flag for leaf in leaves if leaf.shape is not Shape.ONE]
        validators: Any = (
            {"split": field_validator(*several, mode="before")(split_list)} if several else {}
        )
        made: type[Args] = create_model(
            args.__name__,
            __base__=args,
            __module__=args.__module__,
            __doc__=args.__doc__,
            __validators__=validators,
            **fields,
        )
        return made

    return extend


def _field(leaf: Leaf, *, must: bool) -> tuple[Any, Any]:
    examples = [leaf.example] if leaf.example is not None else None
    description = leaf.description
    if must:
        return leaf.annotation, Field(description=description, examples=examples)
    return leaf.annotation | None, Field(None, description=description, examples=examples)


def split_list(value: object) -> object:
    """Read text as people type it: ``a, b`` is a list, ``a=1, b=2`` a map; anything else stays what it is."""
    if not isinstance(value, str):
        return value
    parts = [
        part.strip() for line in value.splitlines() for part in line.split(",") if part.strip()
    ]
    if parts and all("=" in part for part in parts):
        return dict(part.split("=", 1) for part in parts)
    return parts


def flags(document: type[BaseModel]) -> Mapping[str, str]:
    """Map the flag of every field that is a single argument to its dotted path."""
    return {leaf.flag: leaf.path for leaf in leaf_fields(document) if leaf.item is None}


def given(args: BaseModel, document: type[BaseModel]) -> Mapping[str, Plain]:
    """Give the document fields that were given: dotted path -> plain value, in the order of the file."""
    said = to_plain(args)
    return {
        leaf.path: said[leaf.flag]
        for leaf in leaf_fields(document)
        if said.get(leaf.flag) is not None
    }


def nested(values: Mapping[str, Plain]) -> dict[str, Plain]:
    """Build a document from dotted paths."""
    document: dict[str, Any] = {}
    for path, value in values.items():
        *groups, last = path.split(".")
        here = document
        for group in groups:
            here = here.setdefault(group, {})
        here[last] = value
    return document


def edits_for(document: type[BaseModel], values: Mapping[str, Plain]) -> tuple[FieldEdit, ...]:
    """Set each dotted path to its value; None removes it."""
    orders = key_order(document)
    edits: list[FieldEdit] = []
    for path, value in values.items():
        at = tuple(path.split("."))
        edits.append(DeleteKey(at) if value is None else SetKey(at, value, orders.get(at[:-1], ())))
    return tuple(edits)

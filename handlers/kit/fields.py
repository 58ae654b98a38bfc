"""Arguments made from the fields of a document, so that a field is described once, in its schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, Field, create_model, field_validator

from engine.documents import at_path, to_plain
from engine.edits import DeleteKey, FieldEdit, Plain, SetKey
from handlers.kit.wording import split_items
from schemas.faults import fault, quoted
from schemas.fields import Leaf, Shape, key_order, leaf_fields

Args = TypeVar("Args", bound=BaseModel)


def with_fields_of(
    document: type[BaseModel], *, required: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Callable[[type[Args]], type[Args]]:
    """Add to the decorated arguments one for each leaf of ``document``, named by its flag.

    All are optional but ``required``, which come first. A list is given with commas, a map as ``key=value`` with
    commas. What only the commands about secrets write is left out.
    """
    leaves = [
        leaf
        for leaf in leaf_fields(document)
        if leaf.flag not in without and leaf.item is None and not leaf.sealed
    ]
    leaves.sort(
        key=lambda leaf: required.index(leaf.flag) if leaf.flag in required else len(required)
    )

    def extend(args: type[Args]) -> type[Args]:
        fields: Any = {leaf.flag: _field(leaf, must=leaf.flag in required) for leaf in leaves}
        validators: Any = {}
        for shape, split in ((Shape.LIST, split_list), (Shape.MAP, split_map)):
            several = [leaf.flag for leaf in leaves if leaf.shape is shape]
            if several:
                validators[f"split_{shape}"] = field_validator(*several, mode="before")(split)
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
    """Read text as people type a list: ``a, b``; anything else stays what it is."""
    return split_items(value) if isinstance(value, str) else value


def split_map(value: object) -> object:
    """Read text as people type a map: ``a=1, b=2``; anything else stays what it is."""
    if not isinstance(value, str):
        return value
    parts = split_items(value)
    for part in parts:
        if "=" not in part:
            told = f"{quoted(part)} stands where name=value belongs"
            raise fault("wrong-shape", told, "write for example cli.persist=3600")
    return {name.strip(): text.strip() for name, _, text in (one.partition("=") for one in parts)}


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


def edits_for(
    document: type[BaseModel], values: Mapping[str, Plain], file: Mapping[str, Plain]
) -> tuple[FieldEdit, ...]:
    """Set each dotted path to its value; None removes it.

    ``file`` is what the file says, word for word: a field that stands there under an old name loses that name.
    """
    orders = key_order(document)
    edits: list[FieldEdit] = []
    begun: set[tuple[str, ...]] = set()
    for path, value in values.items():
        at = tuple(path.split("."))
        written = written_as(document, path, file)
        if value is not None:
            edits.append(_set(at, value, orders, file, begun))
        if value is None or written != at:
            edits.append(DeleteKey(written))
    return tuple(edits)


def _set(
    at: tuple[str, ...],
    value: Plain,
    orders: Mapping[tuple[str, ...], tuple[str, ...]],
    file: Mapping[str, Plain],
    begun: set[tuple[str, ...]],
) -> SetKey:
    """Set a value; a group that the file lacks (and that no edit has ``begun``) comes with it, in its own place."""
    for depth in range(1, len(at)):
        group = at[:depth]
        if group not in begun and not isinstance(at_path(file, ".".join(group)), Mapping):
            begun.update(at[:below] for below in range(depth, len(at)))
            inner = nested({".".join(at[depth:]): value})
            return SetKey(group, inner, orders.get(group[:-1], ()))
    return SetKey(at, value, orders.get(at[:-1], ()))


def written_as(document: type[BaseModel], path: str, file: Mapping[str, Plain]) -> tuple[str, ...]:
    """Give the pointer of a field as the file writes it: the last part may have an old name there."""
    *groups, last = at = tuple(path.split("."))
    here: Any = at_path(file, ".".join(groups)) if groups else file
    leaf = next((leaf for leaf in leaf_fields(document) if leaf.path == path), None)
    if leaf is None or not isinstance(here, Mapping) or last in here:
        return at
    return next(((*groups, old) for old in leaf.old_names if old in here), at)

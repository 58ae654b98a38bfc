"""Walks through a document: its groups and list items, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from engine.edits import Pointer


def groups_of(model: BaseModel, at: Pointer = ()) -> Iterator[tuple[Pointer, BaseModel]]:
    """Give the document itself and every group and list item that was written, with its pointer.

    What was left out is not given: it holds only defaults.
    """
    yield at, model
    for name in sorted(model.model_fields_set):
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from groups_of(value, (*at, name))
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from groups_of(item, (*at, name, place))


def lists_of(model: BaseModel) -> Iterator[tuple[Pointer, tuple[Any, ...]]]:
    """Give every list that was written and is not empty, with its pointer."""
    for at, group in groups_of(model):
        for name in sorted(group.model_fields_set):
            value = getattr(group, name)
            if isinstance(value, tuple) and value:
                yield (*at, name), value

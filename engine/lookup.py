"""Finding documents by what they are: those in the scope of a check, and single ones by id."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from pydantic import BaseModel

from engine.book import Book
from engine.checks import Scope, documents
from engine.documents import Loaded
from schemas.kinds import KINDS

Model = TypeVar("Model", bound=BaseModel)


def each(book: Book, scope: Scope, model: type[Model]) -> Iterator[tuple[Loaded, Model]]:
    """Give every document in scope whose content is a ``model`` and holds, in the order of paths."""
    for loaded in documents(book, scope, *_kinds(model)):
        if isinstance(loaded.model, model):
            yield loaded, loaded.model


def look_up(book: Book, model: type[Model], document: str) -> Model | None:
    """Give the content of the document of this id, None if there is none or it does not hold."""
    for kind in _kinds(model):
        path = book.documents.path_of(kind, document)
        found = book.documents.load(path).model if path is not None else None
        if isinstance(found, model):
            return found
    return None


@cache
def _kinds(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(str(kind.name) for kind in KINDS if issubclass(kind.model, model))

"""Finding the rows in which a person is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, or_, type_coerce

from engine.persons import as_remembered, names_any


def may_name(words: Sequence[str], columns: Sequence[Column[Any]]) -> ColumnElement[bool]:
    """Ask for rows in whose text a word stands; JSON is looked at as the text it is kept as."""
    texts = [type_coerce(column, Text) for column in columns]
    return or_(
        *(text.contains(as_remembered(word), autoescape=True) for word in words for text in texts)
    )


def naming(words: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Give the ids, which stand first, of the rows that do name somebody."""
    return [row[0] for row in rows if names_any(words, list(row[1:]))]

"""The canonical form of the files of a config repository: one layout for all, whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from engine.book import Documents
from engine.edits import Pointer
from engine.errors import Invalid, Problem, Severity
from engine.ports.texts import DocumentText
from engine.rate_edits import format_table
from engine.rate_table import rate_table_at
from schemas.canonical import is_identifier, keys_at
from schemas.kinds import Kind, kind_of
from schemas.scalars import looks_like_another_type

# What nobody takes for anything but text. A digit or sign in front asks for quotes: "9#" and "8*" look alike then.
_HARMLESS = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _./@*:-]*[A-Za-z0-9/*])?\Z")


def formatted(path: str, data: bytes, text: DocumentText) -> bytes | None:
    """Give the canonical form of a file, None if it is neither a document nor a rate table.

    Raises:
        Invalid: the file cannot be taken apart.
    """
    if rate_table_at(path) is not None:
        return format_table(path, data)
    placed = kind_of(path)
    return _document(path, placed[0], data, text) if placed is not None else None


def _document(path: str, kind: Kind, data: bytes, text: DocumentText) -> bytes:
    reading = text.read(path, data)
    if reading.value is None:
        raise Invalid(reading.problems)
    return text.fmt(
        data,
        lambda at: keys_at(kind.model, _names(at)),
        _quotes(kind, reading.value),
    )


def _quotes(kind: Kind, value: Any) -> Callable[[Pointer], bool]:
    """Tell which values stand in quotes: identifiers that hold signs, or that a reader might take for a number."""

    def must_quote(at: Pointer) -> bool:
        if not is_identifier(kind.model, _names(at)):
            return False
        here = value
        for step in at:
            here = here[step]
        return isinstance(here, str) and (
            _HARMLESS.match(here) is None or looks_like_another_type(here)
        )

    return must_quote


def _names(at: Pointer) -> tuple[str, ...]:
    return tuple(step for step in at if isinstance(step, str))


def not_canonical(
    documents: Documents, text: DocumentText
) -> Iterator[tuple[str, bytes | tuple[Problem, ...]]]:
    """Give each file that is not in canonical form: path and that form, or the problems that forbid it."""
    for path in sorted(documents.blobs()):
        if rate_table_at(path) is None and kind_of(path) is None:
            continue
        data = documents.data(path)
        try:
            form = formatted(path, data, text)
        except Invalid as invalid:
            errors = (one for one in invalid.problems if one.severity is Severity.ERROR)
            yield path, tuple(errors)
            continue
        if form is not None and form != data:
            yield path, form

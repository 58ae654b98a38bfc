"""The text of YAML documents: reading it, finding places in it, and changing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.edits import FieldEdit, Plain, Pointer
from engine.errors import Problem


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text file; ``line`` and ``column`` count from 1, columns in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. ``value`` is None exactly if ``problems`` holds an error of the text itself.

    Every scalar of ``value`` is text, except that a plain null or an empty value is None. A scalar written without
    quotes is a ``PlainText`` so that a schema can tell ``0044`` from ``"0044"``.

    ``meant`` is what a text with errors would say without them, where that can be told: nothing, if there is nothing in
    it but comments; one of the values, if a key stands there twice.
    """

    value: Mapping[str, Plain] | None
    problems: tuple[Problem, ...] = ()
    meant: Mapping[str, Plain] | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether the file is empty but for comments."""
        return self.value is None and self.meant is not None and not self.meant


class Positions(Protocol):
    """Where things stand in one file."""

    def key(self, at: Pointer) -> Position:
        """Place of the key (or of the list item) at ``at``; of the nearest existing parent if it is absent."""
        ...

    def value(self, at: Pointer) -> Position:
        """Place of the value at ``at``; of the nearest existing parent if it is absent."""
        ...


class DocumentText(Protocol):
    """Reading and editing the text of YAML documents."""

    def read(self, path: str, data: bytes) -> Reading:
        """Read a document strictly; never raises for bad input, ``path`` only labels the problems."""
        ...

    def locate(self, data: bytes) -> Positions:
        """Index the places of a document that reads without problems."""
        ...

    def edit(self, data: bytes, edits: Sequence[FieldEdit]) -> bytes:
        """Apply edits by splicing; every byte outside the edited spans stays.

        Raises:
            Refused: a pointer leads nowhere.
        """
        ...

    def write(self, content: Mapping[str, Plain], *, schema: str = "") -> bytes:
        """Write a new document in canonical form; ``schema`` is the JSON Schema its editor modeline names."""
        ...

    def fmt(
        self,
        data: bytes,
        order: Callable[[Pointer], Sequence[str]],
        must_quote: Callable[[Pointer], bool],
    ) -> bytes:
        """Give the canonical form of a document; no comment is lost, and what it says stays what it was.

        ``order`` gives the keys of the mapping at a pointer in order; ``must_quote`` tells the values that stand in
        quotes.

        Raises:
            Invalid: the document itself does not read.
        """
        ...

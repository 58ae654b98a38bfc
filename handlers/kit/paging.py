"""Long lists, some rows at a time: the rows of a page, what it says of itself, and the buttons to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from handlers.kit.reply import Button

PAGE = 10

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list. ``number`` counts from 1; ``count`` is how many rows the whole list has."""

    rows: tuple[Row, ...]
    number: int
    count: int
    size: int = PAGE

    @property
    def first(self) -> int:
        """The place of its first row in the whole list, from 0."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.count // self.size))

    @property
    def note(self) -> str:
        """Tell which part is shown: ``11-20 of 57``; nothing where it is all."""
        if self.last == 1:
            return ""
        begin, end = self.first + 1, self.first + len(self.rows)
        return f"{begin} of {self.count}" if begin == end else f"{begin}-{end} of {self.count}"

    def turns(self, command: str, said: Mapping[str, object]) -> tuple[Button, ...]:
        """Make the buttons that run ``command`` with the same arguments for the page before and behind."""
        ways = (("Previous", self.number - 1), ("Next", self.number + 1))
        return tuple(
            Button(label, command, {**said, "page": to})
            for label, to in ways
            if 1 <= to <= self.last
        )


def page_of(found: Sequence[Row], number: int, *, size: int = PAGE) -> Page[Row]:
    """Cut a page out of a list; behind the last page there is the last."""
    last = max(1, -(-len(found) // size))
    number = min(number, last)
    return Page(tuple(found[(number - 1) * size : number * size]), number, len(found), size)

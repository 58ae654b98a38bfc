"""Places of an answer as files and lines: looked up when somebody reads them, not while the call is decided."""

from __future__ import annotations

from dataclasses import dataclass

from engine.book import Book
from engine.calls.model import Place


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file below the root of the config, and a line of it, counted from 1; 0 is the file as a whole."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


def located(place: Place | None, book: Book) -> FileLine | None:
    """Tell in which line a place stands; None if nothing stands anywhere."""
    if place is None or not place.path:
        return None
    if place.line is not None:
        return FileLine(place.path, place.line)
    file = book.documents.file_of(place.path)
    if not place.at and place.path.endswith(".csv"):
        return FileLine(file, 0)
    return FileLine(file, book.documents.place(place.path, place.at).line)

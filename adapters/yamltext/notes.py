"""Comments and blank lines of a document, each given to the entry it belongs to; none is left over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.yamltext.document import Document
from adapters.yamltext.tree import Collection, Entry, Node, scalars_of
from engine.edits import Pointer


@dataclass(slots=True)
class Notes:
    """What people wrote around an entry; an empty line stands for one or more blank lines.

    ``above`` are the lines in front of it, ``trailing`` the comments on its line, ``tail`` the lines below that are
    part of it.
    """

    above: list[str] = field(default_factory=list)
    trailing: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Place:
    """An entry, what holds it, and the entry around it."""

    entry: Entry
    holder: Collection
    parent: Place | None
    at: Pointer
    notes: Notes = field(default_factory=Notes)


@dataclass(slots=True)
class Annotations:
    """The notes of a whole document: by entry, in front of everything, and behind everything."""

    places: dict[int, Place]
    header: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)

    def of(self, entry: Entry) -> Place:
        """Give the place of an entry."""
        return self.places[id(entry)]


def annotate(document: Document) -> Annotations:
    """Give every comment and blank line of a document to the entry it belongs to."""
    places = list(_places(document.root, None, ()))
    annotations = Annotations({id(place.entry): place for place in places})
    starts = [place.entry.start for place in places]
    for comment in document.comments:
        if not document.starts_its_line(comment.start):
            place = places[before - 1] if (before := bisect_left(starts, comment.start)) else None
            while place and place.holder.is_flow and comment.start >= place.holder.end:
                place = place.parent
            (place.notes.trailing if place else annotations.header).append(comment.text.rstrip())
    for first, last in _runs(document):
        before = bisect_left(starts, document.lines.start(first))
        previous = places[before - 1] if before else None
        following = places[before] if before < len(places) else None
        _share_out(document, annotations, range(first, last), previous, following)
    return annotations


def _places(node: Node, parent: Place | None, at: Pointer) -> Iterator[Place]:
    if not isinstance(node, Collection):
        return
    for position, entry in enumerate(node.entries):
        step = position if entry.key is None else entry.key.text
        place = Place(entry, node, parent, (*at, step))
        yield place
        yield from _places(entry.value, place, place.at)


def _runs(document: Document) -> Iterator[tuple[int, int]]:
    """Give the stretches of comment lines and blank lines that are no part of a value."""
    lines = document.lines
    inside: set[int] = set()
    for scalar in scalars_of(document.root):
        inside.update(range(lines.of(scalar.start), lines.of(scalar.end) + 1))
    first: int | None = None
    for line in range(len(lines) + 1):
        is_loose = line < len(lines) and line not in inside
        is_loose = is_loose and (lines.is_blank(line) or document.is_comment(line))
        if is_loose and first is None:
            first = line
        elif not is_loose and first is not None:
            yield first, line
            first = None


def _share_out(
    document: Document,
    annotations: Annotations,
    run: range,
    previous: Place | None,
    following: Place | None,
) -> None:
    """Give the lines of one stretch to what they belong to."""
    index = document.lines.start(run.start)
    if (
        previous
        and previous.entry.head <= index < previous.entry.value.start
        and _is_inline(previous.entry)
    ):
        previous.notes.above.extend(_texts(document, run))
        return
    holder = _open_flow(previous, index)
    if holder is not None:
        inner = (
            following
            if following and following.parent is holder and following.holder is holder.entry.value
            else None
        )
        (inner.notes.above if inner else holder.notes.tail).extend(_texts(document, run))
        return
    line, place = run.start, previous
    while place is not None:
        if not place.holder.is_flow and document.last_line(place.entry) < run.start:
            end = min(document.tail_end(place.holder, place.entry), run.stop)
            if end > line:
                place.notes.tail.extend(_texts(document, range(line, end)))
                line = end
        place = place.parent
    rest = _texts(document, range(line, run.stop))
    (following.notes.above if following else annotations.footer).extend(rest)


def _is_inline(entry: Entry) -> bool:
    return not isinstance(entry.value, Collection) or entry.value.is_flow


def _open_flow(previous: Place | None, index: int) -> Place | None:
    """Give the entry whose brackets are open at a place."""
    place = previous
    while place is not None:
        value = place.entry.value
        if isinstance(value, Collection) and value.is_flow and value.start < index < value.end:
            return place
        place = place.parent
    return None


def _texts(document: Document, run: range) -> list[str]:
    return [document.lines.content(line).strip() for line in run]

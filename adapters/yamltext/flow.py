"""Structural edits of flow collections: entries between brackets, on one line or on several."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.yamltext.document import Document, Splice
from adapters.yamltext.tree import Collection, Entry, Scalar
from engine.errors import Refused


def brace(holder: Collection) -> list[Splice]:
    """Give the pair in ``[key: value]`` the braces it lacks."""
    return [Splice(holder.start, holder.start, "{"), Splice(holder.end, holder.end, "}")]


def guard_dashes(holder: Collection) -> None:
    """Refuse to touch brackets that hold a bare dash: what may stand beside one depends on the parser.

    Raises:
        Refused: there is one.
    """
    for entry in holder.entries:
        if isinstance(entry.value, Scalar) and entry.value.text == "-" and not entry.value.style:
            raise Refused("a dash stands without quotes between brackets", 'write it as "-"')


def insert_entry(document: Document, holder: Collection, position: int, text: str) -> list[Splice]:
    """Put an entry, written on one line, in front of the present one at ``position`` (or at the end)."""
    if not holder.entries:
        return _fill(document, holder, text)
    if position == len(holder.entries):
        return _append(document, holder, text)
    start = holder.entries[position].start
    if not document.starts_its_line(start):
        return [Splice(start, start, text + ", ")]
    line_start = document.lines.start(_own_start(document, holder, position))
    return [Splice(line_start, line_start, f"{_pad(document, start)}{text},{document.newline}")]


def _fill(document: Document, holder: Collection, text: str) -> list[Splice]:
    inside, close = holder.start + 1, holder.end - 1
    if not document.has_comment(inside, close):
        return [Splice(inside, close, text)]
    comments = [comment for comment in document.comments if inside <= comment.start < close]
    last = document.lines.of(comments[-1].start)
    index = document.lines.end(last)
    return [Splice(index, index, document.newline + " " * document.lines.indent(last) + text)]


def _append(document: Document, holder: Collection, text: str) -> list[Splice]:
    last = holder.entries[-1]
    comma = _comma(document, last.end, holder.end - 1)
    separator = _room(document, last) + ","
    if not document.starts_its_line(last.start):
        return [Splice(last.end, last.end, f"{separator} {text}")]
    pad, newline = _pad(document, last.start), document.newline
    if comma is None and document.same_line(last.end, holder.end - 1):
        return [Splice(last.end, last.end, f"{separator}{newline}{pad}{text}")]
    line_end = document.lines.end(document.lines.of(last.end if comma is None else comma))
    if comma is not None and document.same_line(comma, holder.end - 1):
        return [Splice(last.end, last.end, f"{separator}{newline}{pad}{text}")]
    if comma is None:
        return [
            Splice(last.end, last.end, separator),
            Splice(line_end, line_end, f"{newline}{pad}{text}"),
        ]
    return [Splice(line_end, line_end, f"{newline}{pad}{text},")]


def _room(document: Document, entry: Entry) -> str:
    """Give the blank that a colon with nothing behind it needs before a comma or bracket."""
    return " " if document.text[entry.end - 1] == ":" and entry.end == entry.head else ""


def _pad(document: Document, index: int) -> str:
    return document.text[document.lines.start(document.lines.of(index)) : index]


def _comma(document: Document, start: int, end: int) -> int | None:
    """Find the comma between two places, outside of comments."""
    position = document.text.find(",", start, end)
    while position >= 0:
        line_start = document.lines.start(document.lines.of(position))
        if not document.has_comment(max(start, line_start), position):
            return position
        position = document.text.find(",", position + 1, end)
    return None


def _own_start(document: Document, holder: Collection, position: int) -> int:
    """Give the line where the comments directly above an entry start, or the entry itself."""
    line = document.lines.of(holder.entries[position].start)
    while document.is_comment(line - 1):
        line -= 1
    return line


def delete_entry(document: Document, holder: Collection, position: int) -> list[Splice]:
    """Remove an entry with its comma and its own comments."""
    entries = holder.entries
    entry = entries[position]
    before = entries[position - 1] if position else None
    after = entries[position + 1] if position + 1 < len(entries) else None
    if before is None and after is None:
        return _delete_only(document, holder, entry)
    if after is not None and document.same_line(entry.end, after.start):
        return [Splice(entry.start, after.start, "")]
    if before is not None and document.same_line(before.end, entry.start):
        return [Splice(before.end, entry.end, _room(document, before))]
    if not document.starts_its_line(entry.start):
        return _delete_mid_line(document, holder, entry, before, after)
    return _delete_lines(document, holder, position, before, after)


def _delete_only(document: Document, holder: Collection, entry: Entry) -> list[Splice]:
    inside, close = holder.start + 1, holder.end - 1
    if not document.has_comment(inside, close):
        return [Splice(inside, close, "")]
    start, end = _with_comments(document, holder, 0)
    if not document.has_comment(inside, start) and not document.has_comment(end, close):
        return [Splice(inside, close, "")]
    return [Splice(start, end, "")]


def _with_comments(document: Document, holder: Collection, position: int) -> tuple[int, int]:
    """Give the part of the text that is an entry, its comma and its comments, as whole lines where it has them."""
    entry = holder.entries[position]
    stop = _stop(document, holder, position)
    line = document.lines.of(stop - 1)
    rest = document.text[stop : document.lines.end(line)].strip()
    end = document.lines.end(line) if not rest or rest.startswith("#") else stop
    if not document.starts_its_line(entry.start):
        return entry.start, end
    start = document.lines.start(_own_start(document, holder, position))
    return (start, document.lines.start(line + 1)) if end > stop or not rest else (start, end)


def _stop(document: Document, holder: Collection, position: int) -> int:
    """Give the place behind an entry and its comma."""
    entries = holder.entries
    limit = entries[position + 1].start if position + 1 < len(entries) else holder.end - 1
    comma = _comma(document, entries[position].end, limit)
    return entries[position].end if comma is None else comma + 1


def _delete_mid_line(
    document: Document, holder: Collection, entry: Entry, before: Entry | None, after: Entry | None
) -> list[Splice]:
    """Remove an entry that stands behind the opening bracket or a leading comma, alone on its line."""
    if before is not None:
        if not document.has_comment(before.end, entry.start):
            return [Splice(before.end, entry.end, _room(document, before))]
        comma = _comma(document, before.end, entry.start)
        return [Splice(entry.start if comma is None else comma, entry.end, "")]
    stop = _stop(document, holder, holder.entries.index(entry))
    line_end = document.lines.end(document.lines.of(stop - 1))
    if after is not None and not document.has_comment(line_end, after.start):
        return [Splice(entry.start, after.start, "")]
    return [Splice(entry.start, line_end, "")]


def _delete_lines(
    document: Document, holder: Collection, position: int, before: Entry | None, after: Entry | None
) -> list[Splice]:
    """Remove an entry that stands alone on lines of its own."""
    entry = holder.entries[position]
    start, end = _with_comments(document, holder, position)
    has_comma = _stop(document, holder, position) > entry.end
    splices = []
    if after is None and before is not None and not has_comma:
        comma = _comma(document, before.end, entry.start)
        if comma is not None:
            splices.append(Splice(comma, comma + 1, ""))
    if document.lines.start(document.lines.of(end)) != end:
        # The closing bracket follows on the same line.
        if before is not None and not document.has_comment(before.end, entry.start):
            return [Splice(before.end, entry.end, _room(document, before))]
        return [*splices, Splice(start, end, _pad(document, entry.start))]
    return [*splices, Splice(start, end, "")]


def move_item(document: Document, holder: Collection, position: int, to: int) -> list[Splice]:
    """Move an item; its comments go with it if every item concerned has lines of its own."""
    low, high = min(position, to), max(position, to)
    places = list(range(low, high + 1))
    order = [places[-1], *places[:-1]] if to < position else [*places[1:], places[0]]
    if document.has_comment(holder.start, holder.end) and all(
        _is_alone(document, holder, place) for place in places
    ):
        return _move_lines(document, holder, places, order)
    entries = holder.entries
    return [
        Splice(
            entries[slot].start,
            entries[slot].end,
            document.text[entries[origin].start : entries[origin].end],
        )
        for slot, origin in zip(places, order, strict=True)
    ]


def _is_alone(document: Document, holder: Collection, position: int) -> bool:
    entry = holder.entries[position]
    start, end = _with_comments(document, holder, position)
    return document.starts_its_line(entry.start) and document.lines.column(end) == 0 and end > start


def _move_lines(
    document: Document, holder: Collection, places: Sequence[int], order: Sequence[int]
) -> list[Splice]:
    """Exchange the lines of items; each place keeps its comma or its lack of one."""
    splices = []
    for slot, origin in zip(places, order, strict=True):
        above, body, trailer = _parts(document, holder, origin)
        start, end = _with_comments(document, holder, slot)
        stop = _stop(document, holder, slot)
        comma = "," if stop > holder.entries[slot].end else ""
        splices.append(Splice(start, end, f"{above}{body}{comma}{trailer}"))
    return splices


def _parts(document: Document, holder: Collection, position: int) -> tuple[str, str, str]:
    """Split the lines of an item: what stands above it, itself, and what follows its comma."""
    entry = holder.entries[position]
    start, end = _with_comments(document, holder, position)
    stop = _stop(document, holder, position)
    return (
        document.text[start : entry.start],
        document.text[entry.start : entry.end],
        document.text[stop:end],
    )

"""Structural edits of block mappings and lists: whole lines come, go and move, with the comments they own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from adapters.yamltext.document import Document, Splice
from adapters.yamltext.tree import Collection, Entry
from adapters.yamltext.writer import Layout, indented
from engine.edits import Plain
from engine.errors import Refused


def insert_entry(
    document: Document, holder: Collection, position: int, write: Callable[[Layout], Sequence[str]]
) -> list[Splice]:
    """Put an entry in front of the present one at ``position`` (or at the end); ``write`` starts in column 0."""
    newline = document.newline
    first = holder.entries[0].start
    if position == 0 and not document.starts_its_line(first):
        placed = indented(write(document.layout), holder.column)
        text = newline.join(placed).lstrip(" ") + newline + " " * holder.column
        return [Splice(first, first, text)]
    if position == 0:
        line = document.own_start(holder, 0)
    else:
        line = document.tail_end(holder, holder.entries[position - 1])
    swallows = document.reaches_deeper(line, holder.column)
    placed = indented(write(replace(document.layout, literals=not swallows)), holder.column)
    if _are_spaced(document, holder, position):
        placed = [*placed, ""] if position == 0 else ["", *placed]
    index = document.lines.start(line)
    return [Splice(index, index, "".join(line + newline for line in placed))]


def append_items(
    document: Document,
    holder: Collection,
    items: Sequence[Plain],
    write: Callable[[Plain, Layout], Sequence[str]],
) -> list[Splice]:
    """Put items behind the last one of a list, with blank lines between them if the list has them."""
    first, *others = items
    (splice,) = insert_entry(
        document, holder, len(holder.entries), lambda layout: write(first, layout)
    )
    line = document.tail_end(holder, holder.entries[-1])
    swallows = document.reaches_deeper(line, holder.column)
    layout = replace(document.layout, literals=not swallows)
    gap = [""] if _are_spaced(document, holder, len(holder.entries)) else []
    placed = [
        text for item in others for text in (*gap, *indented(write(item, layout), holder.column))
    ]
    newline = document.newline
    return [replace(splice, text=splice.text + "".join(text + newline for text in placed))]


def _are_spaced(document: Document, holder: Collection, position: int) -> bool:
    """Whether the items of a list around this position are kept apart by blank lines."""
    entries = holder.entries
    if holder.is_mapping or len(entries) < 2:
        return False
    right = min(max(position, 1), len(entries) - 1)
    if position and document.keeps_blank_lines(entries[position - 1].value):
        return False
    line = document.tail_end(holder, entries[right - 1])
    return line < document.own_start(holder, right) and document.lines.is_blank(line)


def delete_entry(document: Document, holder: Collection, position: int) -> list[Splice]:
    """Remove one of several entries with its own comments."""
    entry = holder.entries[position]
    end = document.tail_end(holder, entry)
    if not document.starts_its_line(entry.start):
        return [_cut_compact(document, holder, end)]
    previous = holder.entries[position - 1] if position else None
    return [cut_lines(document, document.own_start(holder, position), end, previous)]


def delete_items(document: Document, holder: Collection, positions: Sequence[int]) -> list[Splice]:
    """Remove several of the items of a list, the first of them on a line of its own, with their comments."""
    entries, splices = holder.entries, list[Splice]()
    start = positions[0]
    for position, following in pairwise((*positions, len(entries) + 1)):
        if following == position + 1:
            continue
        previous = entries[start - 1] if start else None
        end = document.tail_end(holder, entries[position])
        splices.append(cut_lines(document, document.own_start(holder, start), end, previous))
        start = following
    return splices


def _cut_compact(document: Document, holder: Collection, end: int) -> Splice:
    """Remove the first entry, which stands behind the dash of the list around it."""
    entry, following = holder.entries[:2]
    if not document.has_comment(document.lines.start(end), following.start):
        return Splice(entry.start, following.start, "")
    line_start = document.lines.start(document.lines.of(entry.start))
    kept = document.text[line_start : entry.start].rstrip()
    return Splice(line_start + len(kept), document.lines.start(end), document.newline)


def cut_lines(document: Document, first: int, last: int, previous: Entry | None) -> Splice:
    """Remove lines up to but without ``last``, and one blank line where two would meet."""
    lines = document.lines
    floor = document.last_line(previous) + 1 if previous is not None else 0
    if previous is not None and _would_grow(document, previous, last):
        while last < len(lines) and lines.is_blank(last):
            last += 1
        _guard(document, previous, last)
    elif first == 0 or (first > floor and lines.is_blank(first - 1)):
        if last < len(lines) and lines.is_blank(last):
            last += 1
        elif last == len(lines):
            while first > floor and lines.is_blank(first - 1):
                first -= 1
    return Splice(lines.start(first), lines.start(last), "")


def _would_grow(document: Document, above: Entry, line: int) -> bool:
    return document.keeps_blank_lines(above.value) or document.swallows(above, line)


def _guard(document: Document, above: Entry, line: int) -> None:
    """Refuse to bring comments below text that would swallow them."""
    if document.swallows(above, line):
        raise Refused(
            f"what stands in line {line + 1} would become part of the text above it",
            "move that comment to the left, or remove it",
        )


def empty_collection(document: Document, holder: Collection, parent: Entry | None) -> list[Splice]:
    """Remove the only entry: empty brackets stay; ``parent`` holds the collection (None: it is the document)."""
    brackets = "{}" if holder.is_mapping else "[]"
    entry = holder.entries[0]
    end = document.lines.start(document.tail_end(holder, entry))
    if not document.starts_its_line(entry.start):
        return [Splice(entry.start, end, brackets + document.newline)]
    start = document.lines.start(document.own_start(holder, 0))
    if parent is None:
        return [Splice(start, end, brackets + document.newline)]
    return [Splice(parent.head, parent.head, " " + brackets), Splice(start, end, "")]


def unfold(document: Document, holder: Collection) -> list[Splice]:
    """Give the first entry, which stands behind a dash, a line of its own in the same column."""
    start = holder.entries[0].start
    if document.starts_its_line(start):
        return []
    line_start = document.lines.start(document.lines.of(start))
    kept = document.text[line_start:start].rstrip()
    return [Splice(line_start + len(kept), start, document.newline + " " * holder.column)]


def refold(document: Document, holder: Collection, parent: Entry) -> list[Splice]:
    """Undo ``unfold`` if nothing stands between the dash and the first entry."""
    start = holder.entries[0].start
    if document.text[parent.head : start].strip() or document.same_line(parent.head, start):
        return []
    return [Splice(parent.head, start, " " * (holder.column - document.lines.column(parent.head)))]


def move_item(document: Document, holder: Collection, position: int, to: int) -> list[Splice]:
    """Move an item, whose list starts on a line of its own, with the comments it owns."""
    low, high = min(position, to), max(position, to)
    chunks = [_chunk(document, holder, place) for place in range(low, high + 1)]
    gaps = [(end, start) for (_, end), (start, _) in pairwise(chunks)]
    has_texts = any(document.ends_in_text(entry.value) for entry in holder.entries)
    if not has_texts and not any(
        document.lines.content(line).strip() for gap in gaps for line in range(*gap)
    ):
        return [_permuted(document, chunks, backwards=to < position)]
    return _cut_and_paste(document, holder, position, to)


def _chunk(document: Document, holder: Collection, position: int) -> tuple[int, int]:
    return document.own_start(holder, position), document.tail_end(holder, holder.entries[position])


def _text_of(document: Document, first: int, last: int) -> str:
    return document.text[document.lines.start(first) : document.lines.start(last)]


def _permuted(document: Document, chunks: Sequence[tuple[int, int]], *, backwards: bool) -> Splice:
    """Move the last chunk to the front, or the first to the end; the blank lines between keep their places."""
    texts = [_text_of(document, *chunk) for chunk in chunks]
    texts = [texts[-1], *texts[:-1]] if backwards else [*texts[1:], texts[0]]
    parts = [texts[0]]
    for (_, end), (start, _), text in zip(chunks, chunks[1:], texts[1:], strict=False):
        parts += (_text_of(document, end, start), text)
    return Splice(
        document.lines.start(chunks[0][0]), document.lines.start(chunks[-1][1]), "".join(parts)
    )


def _cut_and_paste(document: Document, holder: Collection, position: int, to: int) -> list[Splice]:
    entries, entry = holder.entries, holder.entries[position]
    first, last = _chunk(document, holder, position)
    chunk = _text_of(document, first, last)
    cut = cut_lines(document, first, last, entries[position - 1] if position else None)
    if to == 0:
        target = document.own_start(holder, 0)
    else:
        above = entries[to if to > position else to - 1]
        target = document.tail_end(holder, above)
        _guard(document, above, first)
    end = target
    while (
        _would_grow(document, entry, end)
        and end < len(document.lines)
        and document.lines.is_blank(end)
    ):
        end += 1
    _guard(document, entry, end)
    paste = Splice(document.lines.start(target), document.lines.start(end), chunk)
    return _merged(cut, paste)


def _merged(cut: Splice, paste: Splice) -> list[Splice]:
    """Keep the cut clear of the place of the paste: blank lines can belong to both."""
    if cut.start <= paste.start < cut.end:
        return [Splice(cut.start, max(cut.end, paste.end), paste.text)]
    if paste.start <= cut.start < paste.end:
        return [Splice(paste.start, max(cut.end, paste.end), paste.text)]
    return [cut, paste]

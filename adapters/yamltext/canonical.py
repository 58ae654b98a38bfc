"""The canonical form of an existing document: one layout for all, every comment kept with what it describes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from adapters.yamltext.document import Document, is_modeline, newline_of
from adapters.yamltext.notes import Annotations, Place, annotate
from adapters.yamltext.proof import EditUnproven
from adapters.yamltext.reader import decoded, read_document
from adapters.yamltext.scalars import (
    double_quoted,
    fits_folded,
    fits_literal,
    inline,
    reads_well_plain,
)
from adapters.yamltext.tree import Collection, Entry, Node, Scalar
from adapters.yamltext.writer import key_text, literal_body, literal_header
from engine.edits import Pointer
from engine.errors import Invalid

Line: TypeAlias = "str | None"
"""A line of the result; None is a blank line between entries, which may be left out."""

_WIDTH = 100
_STEP = 2

KeyOrder = Callable[[Pointer], Sequence[str]]
"""The canonical order of the keys of the mapping at a pointer; other keys follow in the order they stand."""
MustQuote = Callable[[Pointer], bool]
"""Whether the value at a pointer is an identifier, which stands in quotes."""


def format_document(data: bytes, order: KeyOrder, must_quote: MustQuote) -> bytes:
    """Give the canonical form of a document.

    Brackets on one line stay if they fit; all else becomes block form. Text keeps its folded or literal form.

    Raises:
        Invalid: the document breaks the rules of reading.
        EditUnproven: something would be lost (a bug).
    """
    reading = read_document("", data)
    if reading.value is None:
        raise Invalid(reading.problems)
    text = decoded(data)
    document = Document(text if text.endswith("\n") else text + newline_of(text))
    lines = _Formatter(document, order, must_quote).lines()
    result = "".join(f"{line}\n" for line in lines)
    formatted = Document(result)
    if read_document("", result.encode()).value != reading.value:
        raise EditUnproven("the formatted text does not read as the original")
    if _comments(formatted) != _comments(document):
        raise EditUnproven("a comment was lost in formatting")
    return result.encode()


def _comments(document: Document) -> list[str]:
    return sorted(comment.text.rstrip() for comment in document.comments)


@dataclass(slots=True)
class _Formatter:
    """Writes one document anew."""

    document: Document
    order: KeyOrder
    must_quote: MustQuote

    def lines(self) -> list[str]:
        """Give the lines of the whole document."""
        notes = annotate(self.document)
        root = self.document.root
        header, footer = _laid(notes.header, 0), _laid(notes.footer, 0)
        if isinstance(root, Collection) and root.entries:
            return _tidied([*header, *self._entries(notes, root, 0, ()), *footer])
        # Nothing divides what stands above an empty document from what stands below.
        return _tidied([*header, *footer, "{}"])

    def _entries(
        self, notes: Annotations, holder: Collection, column: int, at: Pointer
    ) -> list[Line]:
        places = [notes.of(entry) for entry in holder.entries]
        header = _split_header(places[0])
        if holder.is_mapping:
            places = _ordered(places, self.order(at))
        lines = _laid(header, column)
        for place in places:
            lines += self._entry(notes, place, column)
        return lines if column == 0 else _without_leading_blanks(lines)

    def _entry(self, notes: Annotations, place: Place, column: int) -> list[Line]:
        pad, entry, around = " " * column, place.entry, place.notes
        head = pad + (f"{key_text(entry.key.text)}:" if entry.key is not None else "-")
        comment, *extra = around.trailing or [""]
        above = _laid([*around.above, *extra], column)
        body = self._value(notes, place, head, column, comment)
        return [*above, *body, *self._tail(place, column, has_lines_below=len(body) > 1)]

    def _tail(self, place: Place, column: int, *, has_lines_below: bool) -> list[Line]:
        value, lines = place.entry.value, place.notes.tail
        is_text = isinstance(value, Scalar) and has_lines_below
        is_block = (
            isinstance(value, Collection) and bool(value.entries) and not self._flow(place, column)
        )
        # Text would swallow a comment at its own depth; a blank line would cut one off from a value on one line.
        depth = column + (1 if is_text else _STEP)
        return _laid([line for line in lines if line or is_block], depth)

    def _value(
        self, notes: Annotations, place: Place, head: str, column: int, comment: str
    ) -> list[Line]:
        value = place.entry.value
        trailer = f"  {comment}" if comment else ""
        if isinstance(value, Scalar):
            token, body = self._scalar(value, place.at, column + _STEP)
            return [f"{head} {token}{trailer}", *body]
        if flow := self._flow(place, column):
            return [f"{head} {flow}{trailer}"]
        below = self._entries(notes, value, column + _STEP, place.at)
        first = (below[0] or "").lstrip(" ")
        if place.entry.key is None and not comment and not first.startswith("#"):
            return [f"{head} {first}", *below[1:]]
        return [head + trailer, *below]

    # --- values on one line ------------------------------------------------------------------------------------

    def _flow(self, place: Place, column: int) -> str:
        """Write a collection between brackets if it stood so on one line and fits; empty text if not."""
        value, document = place.entry.value, self.document
        if not isinstance(value, Collection) or not (value.is_flow or not value.entries):
            return ""
        if value.entries and (
            not document.same_line(value.start, value.end)
            or document.has_comment(value.start, value.end)
        ):
            return ""
        text = self._flow_text(value, place.at)
        key = place.entry.key
        width = column + len(text) + (len(key_text(key.text)) + 2 if key is not None else 2)
        return text if width <= _WIDTH or not value.entries else ""

    def _flow_text(self, node: Node, at: Pointer) -> str:
        if isinstance(node, Scalar):
            return self._inline(node, at, flow=True)
        if not node.is_mapping:
            items = (
                self._flow_text(entry.value, (*at, index))
                for index, entry in enumerate(node.entries)
            )
            return "[" + ", ".join(items) + "]"
        pairs = []
        for entry in _ranked(node.entries, self.order(at)):
            key = entry.key.text if entry.key is not None else ""
            pairs.append(f"{key_text(key, flow=True)}: {self._flow_text(entry.value, (*at, key))}")
        return "{" + ", ".join(pairs) + "}"

    # --- scalars -----------------------------------------------------------------------------------------------

    def _scalar(self, node: Scalar, at: Pointer, indent: int) -> tuple[str, list[str]]:
        """Give what stands behind the key or dash, and the lines below."""
        text = node.text
        if node.value is not None and not self.must_quote(at):
            if node.style == ">" and fits_folded(text):
                return (">" if text.endswith("\n") else ">-"), self._folded(node, indent)
            if (node.style == "|" or "\n" in text.removesuffix("\n")) and fits_literal(text):
                return literal_header(text), literal_body(text, indent)
        return self._inline(node, at, flow=False), []

    def _folded(self, node: Scalar, indent: int) -> list[str]:
        """Give the lines of a folded text as they were folded, at a new indentation."""
        lines = self.document.lines
        rows = range(lines.of(node.start) + 1, lines.of(node.end) + 1)
        contents = [lines.content(row) for row in rows]
        depth = next(len(row) - len(row.lstrip(" ")) for row in contents if row.strip())
        return [" " * indent + row[depth:] if row.strip() else "" for row in contents]

    def _inline(self, node: Scalar, at: Pointer, *, flow: bool) -> str:
        value = node.value
        if value is None:
            return "null"
        if self.must_quote(at):
            return double_quoted(value)
        if not node.style and reads_well_plain(value, flow=flow):
            return str(value)
        return inline(str(value), flow=flow)


def _split_header(first: Place) -> list[str]:
    """Take what stays in front of a mapping or list from the notes of its first entry: section comments."""
    above = first.notes.above
    keep = max((position + 1 for position, line in enumerate(above) if not line), default=0)
    while keep < len(above) and is_modeline(above[keep]):
        keep += 1
    first.notes.above = above[keep:]
    return above[:keep]


def _ordered(places: Sequence[Place], order: Sequence[str]) -> list[Place]:
    ranks = {key: rank for rank, key in enumerate(order)}
    return sorted(places, key=lambda place: ranks.get(str(place.at[-1]), len(ranks)))


def _ranked(entries: Iterable[Entry], order: Sequence[str]) -> list[Entry]:
    ranks = {key: rank for rank, key in enumerate(order)}
    return sorted(
        entries, key=lambda entry: ranks.get(entry.key.text if entry.key else "", len(ranks))
    )


def _laid(notes: Sequence[str], column: int) -> list[Line]:
    return [" " * column + line if line else None for line in notes]


def _without_leading_blanks(lines: list[Line]) -> list[Line]:
    start = next((place for place, line in enumerate(lines) if line is not None), len(lines))
    return lines[start:]


def _tidied(lines: Sequence[Line]) -> list[str]:
    """Leave no blank line between entries at either end, and no two together."""
    tidy: list[str] = []
    awaits_text = True  # nothing but blank lines so far
    for position, line in enumerate(lines):
        if line is not None:
            tidy.append(line)
        elif not awaits_text and any(later is not None for later in lines[position + 1 :]):
            tidy.append("")
        awaits_text = line is None
    return tidy

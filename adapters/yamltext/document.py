"""One text under edit: its tree, its lines, and who owns which comment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from adapters.yamltext.tree import Collection, Comment, Entry, Node, Scalar, comments_of, parse
from adapters.yamltext.writer import Layout
from engine.edits import Pointer

_MODELINE = re.compile(r"\s*#(?:\s*yaml-language-server:|!|\s*vim?:|\s*-\*-)")


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the text from ``start`` up to ``end``."""

    start: int
    end: int
    text: str


class Document:
    """A text that ends with a line end, and where everything in it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root, self.lines = parse(text)
        self.newline = newline_of(text)

    def spliced(self, splices: Sequence[Splice]) -> Document:
        """Give the document with these parts replaced; they do not overlap."""
        parts: list[str] = []
        position = 0
        for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
            parts += (self.text[position : splice.start], splice.text)
            position = splice.end
        parts.append(self.text[position:])
        return Document("".join(parts))

    @cached_property
    def comments(self) -> list[Comment]:
        """Every comment in the order of the text."""
        return comments_of(self.text, self.root)

    def has_comment(self, start: int, end: int) -> bool:
        """Whether a comment starts in this part of the text."""
        return any(start <= comment.start < end for comment in self.comments)

    @cached_property
    def _comment_lines(self) -> frozenset[int]:
        return frozenset(
            self.lines.of(comment.start)
            for comment in self.comments
            if self.starts_its_line(comment.start)
        )

    def is_comment(self, line: int) -> bool:
        """Whether a line holds a comment and nothing else."""
        return line in self._comment_lines

    # --- layout ------------------------------------------------------------------------------------------------

    @cached_property
    def layout(self) -> Layout:
        """How most of this document is laid out."""
        maps: Counter[int] = Counter()
        lists: Counter[int] = Counter()
        gaps: Counter[int] = Counter()
        for collection in _collections(self.root):
            for entry in collection.entries:
                self._measure(collection, entry, maps, lists, gaps)
        return Layout(_usual(maps, 2), _usual(lists, 2), _usual(gaps, 1))

    def _measure(
        self,
        collection: Collection,
        entry: Entry,
        maps: Counter[int],
        lists: Counter[int],
        gaps: Counter[int],
    ) -> None:
        value = entry.value
        if collection.is_flow:
            return
        is_block = isinstance(value, Collection) and not value.is_flow
        if collection.is_mapping and is_block and isinstance(value, Collection):
            (maps if value.is_mapping else lists)[value.column - collection.column] += 1
        elif (
            not collection.is_mapping
            and value.end > value.start
            and self.same_line(entry.head, value.start)
        ):
            gaps[value.start - entry.head] += 1

    def same_line(self, one: int, other: int) -> bool:
        """Whether two places stand on one line."""
        return self.lines.of(one) == self.lines.of(other)

    # --- ownership of lines ------------------------------------------------------------------------------------

    def starts_its_line(self, index: int) -> bool:
        """Whether nothing but blanks stands before a place on its line."""
        start = self.lines.start(self.lines.of(index))
        return not self.text[start:index].strip()

    def last_line(self, entry: Entry) -> int:
        """Give the last line that holds a part of a block entry."""
        return self.lines.of(entry.end)

    def tail_end(self, collection: Collection, entry: Entry) -> int:
        """Give the line behind a block entry and the comments below that are part of it.

        Comments deeper than the entry belong to it; behind a blank line only if they stand as deep as the block
        values it holds (values that somebody commented out).
        """
        value = entry.value
        inner = value.column if isinstance(value, Collection) and not value.is_flow else None
        line = end = self.last_line(entry) + 1
        blank_seen = False
        while line < len(self.lines):
            if self.lines.is_blank(line):
                blank_seen = True
            elif not self.is_comment(line):
                break
            else:
                column = self.lines.indent(line)
                if column <= collection.column or (
                    blank_seen and (inner is None or column < inner)
                ):
                    break
                end = line + 1
            line += 1
        return end

    def own_start(self, collection: Collection, position: int) -> int:
        """Give the line where the comments directly above a block entry start, or the entry itself."""
        entry = collection.entries[position]
        line = self.lines.of(entry.start)
        if not self.starts_its_line(entry.start):
            return line
        floor = self.tail_end(collection, collection.entries[position - 1]) if position else 0
        while (
            line > floor
            and self.is_comment(line - 1)
            and not is_modeline(self.lines.content(line - 1))
        ):
            line -= 1
        return line

    def reaches_deeper(self, line: int, column: int) -> bool:
        """Whether a block scalar that ends above ``line``, its text right of ``column``, would swallow what follows."""
        while line < len(self.lines):
            if self.lines.is_blank(line):
                if len(self.lines.content(line)) > column + 1:
                    return True
            else:
                return self.is_comment(line) and self.lines.indent(line) > column
            line += 1
        return False

    def swallows(self, above: Entry, line: int) -> bool:
        """Whether an entry ends in text that would swallow what stands from ``line`` on."""
        last = last_scalar(above.value)
        if last is None or not last.is_block:
            return False
        column = self.lines.column(above.start)
        if not any(sign.isdigit() for sign in self.text[last.start : last.header_end]):
            body = range(self.lines.of(last.start) + 1, self.lines.of(last.end) + 1)
            texts = [self.lines.indent(row) for row in body if not self.lines.is_blank(row)]
            column = texts[0] - 1 if texts else column
        return self.reaches_deeper(line, column)

    def ends_in_text(self, node: Node) -> bool:
        """Whether the last thing in a node is a block scalar."""
        last = last_scalar(node)
        return last is not None and last.is_block

    def keeps_blank_lines(self, node: Node) -> bool:
        """Whether blank lines below this node would become part of its text (``|+``)."""
        last = last_scalar(node)
        return last is not None and last.is_block and "+" in self.text[last.start : last.header_end]

    # --- finding -----------------------------------------------------------------------------------------------

    def node(self, at: Pointer) -> Node | None:
        """Give the node at a pointer."""
        node: Node = self.root
        for step in at:
            entry = node.find(step) if isinstance(node, Collection) else None
            if entry is None:
                return None
            node = entry.value
        return node

    def entry(self, at: Pointer) -> tuple[Collection, int] | None:
        """Give the collection that holds what is at a pointer, and its position there."""
        parent = self.node(at[:-1])
        if not isinstance(parent, Collection):
            return None
        found = parent.find(at[-1])
        return None if found is None else (parent, parent.entries.index(found))


def is_modeline(line: str) -> bool:
    """Whether a comment speaks to editors about the whole file, so that no key owns it."""
    return _MODELINE.match(line) is not None


def newline_of(text: str) -> str:
    """Give the line end of a text: that of its first line."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def last_scalar(node: Node) -> Scalar | None:
    """Give the scalar a node ends in, unless it ends in a bracket."""
    while isinstance(node, Collection):
        if node.is_flow or not node.entries:
            return None
        node = node.entries[-1].value
    return node


def is_null(node: Node) -> bool:
    """Whether a node says nothing."""
    return isinstance(node, Scalar) and node.value is None


def _collections(node: Node) -> Iterator[Collection]:
    if isinstance(node, Collection):
        yield node
        for entry in node.entries:
            yield from _collections(entry.value)


def _usual(counts: Counter[int], default: int) -> int:
    return counts.most_common(1)[0][0] if counts else default

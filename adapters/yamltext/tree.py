"""Where every key, value, bracket and comment of a document stands, as a tree over its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from adapters.yamltext.events import EventSource, open_parser
from adapters.yamltext.lines import Lines
from adapters.yamltext.scalars import NULL_WORDS, as_read

_COMMENT_OR_DASH = re.compile(r"#[^\n]*|(-)")
_COMMENT_OR_COLON = re.compile(r"#[^\n]*|(:)")
_COMMENT = re.compile(r"#[^\r\n]*")
_BLOCK_HEADER = re.compile(r"[|>]([-+0-9]*)")


@dataclass(slots=True, eq=False)
class Scalar:
    """One value as written: text from ``start`` up to ``end``, ``style`` one of ``'``, ``"``, ``|``, ``>``, empty."""

    start: int
    end: int
    style: str
    text: str
    header_end: int = 0  # behind the indicators of a block scalar

    @property
    def is_block(self) -> bool:
        """Whether this is literal or folded text on lines of its own."""
        return self.style in ("|", ">")

    @property
    def value(self) -> str | None:
        """The value as the reader gives it."""
        if self.style:
            return self.text
        return None if self.text in NULL_WORDS else as_read(self.text)


@dataclass(slots=True, eq=False)
class Entry:
    """A pair of a mapping or an item of a list.

    ``start`` is the place of its key, of the dash, or of the item between brackets; ``head`` is the place behind the
    colon or dash, ``start`` of an item between brackets, and the end of a key between brackets that has no colon.
    """

    start: int
    head: int
    key: Scalar | None
    value: Node

    @property
    def end(self) -> int:
        """The place behind its last character."""
        return max(self.value.end, self.head)


@dataclass(slots=True, eq=False)
class Collection:
    """A mapping or a list; ``is_flow`` if between brackets, ``is_braceless`` for the pair in ``[key: value]``."""

    start: int
    end: int
    column: int
    is_mapping: bool
    is_flow: bool
    is_braceless: bool = False
    entries: list[Entry] = field(default_factory=list)

    def find(self, step: str | int) -> Entry | None:
        """Give the entry of a key or of a list position, if there is one."""
        if not self.is_mapping:
            if isinstance(step, int) and 0 <= step < len(self.entries):
                return self.entries[step]
            return None
        return next(
            (entry for entry in self.entries if entry.key is not None and entry.key.text == step),
            None,
        )

    def keys(self) -> list[str]:
        """Give the keys of a mapping as they stand."""
        return [entry.key.text for entry in self.entries if entry.key is not None]


Node: TypeAlias = "Scalar | Collection"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its ``#`` to the end of its line."""

    start: int
    text: str


def plain_value(node: Node) -> Any:
    """Give the value of a node as the reader would."""
    if isinstance(node, Scalar):
        return node.value
    if node.is_mapping:
        return {
            entry.key.text: plain_value(entry.value)
            for entry in node.entries
            if entry.key is not None
        }
    return [plain_value(entry.value) for entry in node.entries]


def scalars_of(node: Node) -> Iterator[Scalar]:
    """Give every scalar below a node, keys too, in the order of the text."""
    if isinstance(node, Scalar):
        yield node
        return
    for entry in node.entries:
        if entry.key is not None:
            yield entry.key
        yield from scalars_of(entry.value)


def comments_of(text: str, root: Node) -> list[Comment]:
    """Give every comment of a text: a ``#`` outside of any value."""
    found: list[Comment] = []
    position = 0
    for scalar in scalars_of(root):
        found.extend(_comments_between(text, position, scalar.start))
        position = scalar.end
        if scalar.is_block:
            header_line_end = text.find("\n", scalar.header_end)
            found.extend(
                _comments_between(text, scalar.header_end, min(header_line_end, len(text)))
            )
            position = max(position, header_line_end)
    found.extend(_comments_between(text, position, len(text)))
    return found


def _comments_between(text: str, start: int, end: int) -> Iterator[Comment]:
    for match in _COMMENT.finditer(text, start, end):
        yield Comment(match.start(), match.group())


def parse(text: str, opener: Callable[[str], EventSource] = open_parser) -> tuple[Node, Lines]:
    """Index a text that ends with a line end.

    Raises:
        yaml.YAMLError: the text breaks the grammar.
    """
    return _Builder(text, opener(text)).build()


class _Builder:
    """Builds the tree from events; remembers nothing but the way down to where it stands."""

    def __init__(self, text: str, source: EventSource) -> None:
        self._text = text
        self._source = source
        self._lines = Lines(text)

    def build(self) -> tuple[Node, Lines]:
        """Give the root of the first document."""
        for _ in range(2):
            self._source.get_event()
        return self._node(self._source.get_event(), parent_column=-1), self._lines

    def _node(self, event: Any, parent_column: int) -> Node:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event, parent_column)
        if kind is MappingStartEvent:
            return self._mapping(event)
        if kind is SequenceStartEvent:
            return self._sequence(event)
        index = 0 if event is None else event.start_mark.index
        if kind is AliasEvent:
            return Scalar(index, event.end_mark.index, "", "")
        return Scalar(index, index, "", "")

    def _scalar(self, event: Any, parent_column: int) -> Scalar:
        start, style = event.start_mark.index, event.style or ""
        if style in ("|", ">"):
            return self._block_scalar(event, parent_column)
        return Scalar(start, event.end_mark.index, style, str(event.value))

    def _block_scalar(self, event: Any, parent_column: int) -> Scalar:
        text, start, end = self._text, event.start_mark.index, event.end_mark.index
        header = _BLOCK_HEADER.match(text, start)
        indicators = header.group(1) if header else ""
        header_end = header.end() if header else start + 1
        first, last = self._lines.of(start), self._lines.of(max(start, end - 1))
        if "+" not in indicators:
            indent = self._block_indent(indicators, first, last, parent_column)
            while last > first and self._is_spare(last, indent):
                last -= 1
        return Scalar(start, self._lines.end(last), event.style, str(event.value), header_end)

    def _block_indent(self, indicators: str, first: int, last: int, parent_column: int) -> int:
        digits = indicators.strip("-")
        if digits:
            return max(parent_column, 0) + int(digits)
        for line in range(first + 1, last + 1):
            if not self._lines.is_blank(line):
                return self._lines.indent(line)
        return len(self._text)

    def _is_spare(self, line: int, indent: int) -> bool:
        """Whether a blank line at the end of a block scalar is no part of its text."""
        return self._lines.is_blank(line) and len(self._lines.content(line)) <= indent

    def _mapping(self, event: Any) -> Collection:
        start, is_flow = event.start_mark.index, bool(event.flow_style)
        column = event.start_mark.column
        braceless = is_flow and self._text[start : start + 1] != "{"
        mapping = Collection(start, start, column, True, is_flow, braceless)
        while True:
            key_event = self._source.get_event()
            if type(key_event) is MappingEndEvent:
                self._close(mapping, key_event)
                return mapping
            key = self._node(key_event, column)
            value = self._node(self._source.get_event(), column)
            if isinstance(key, Collection):
                key = Scalar(key.start, key.end, "", "")
            colon = _find(_COMMENT_OR_COLON, self._text, key.end, max(value.start, key.end) + 1)
            head = key.end if colon is None else colon + 1
            if isinstance(value, Scalar) and value.start == value.end:
                value.start = value.end = head
            mapping.entries.append(Entry(key.start, head, key, value))

    def _sequence(self, event: Any) -> Collection:
        start, is_flow = event.start_mark.index, bool(event.flow_style)
        column = event.start_mark.column
        sequence = Collection(start, start, column, False, is_flow)
        position = start
        while True:
            item_event = self._source.get_event()
            if type(item_event) is SequenceEndEvent:
                self._close(sequence, item_event)
                return sequence
            item = self._node(item_event, column)
            if is_flow:
                sequence.entries.append(Entry(item.start, item.start, None, item))
                continue
            dash = _find(_COMMENT_OR_DASH, self._text, position, max(item.start, position + 1))
            entry_start = position if dash is None else dash
            entry = Entry(entry_start, entry_start + 1, None, item)
            sequence.entries.append(entry)
            position = entry.end

    def _close(self, collection: Collection, event: Any) -> None:
        if collection.is_flow and not collection.is_braceless:
            collection.end = event.end_mark.index
        else:
            collection.end = collection.entries[-1].end if collection.entries else collection.start


def _find(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    for match in pattern.finditer(text, start, end):
        if match.group(1):
            return match.start()
    return None

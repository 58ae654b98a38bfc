"""From a pointer into a document to its place in the text."""

from __future__ import annotations

import yaml

from adapters.yamltext.lines import Lines
from adapters.yamltext.reader import BOM
from adapters.yamltext.rules import MAX_BYTES
from adapters.yamltext.tree import Collection, Entry, Node, parse
from engine.edits import Pointer
from engine.ports.texts import Position

_TOP = Position(line=1, column=1)


class TextPositions:
    """Places in one text; a place of something absent is that of its nearest existing parent."""

    def __init__(self, root: Node | None, lines: Lines) -> None:
        self._root = root
        self._lines = lines

    def key(self, at: Pointer) -> Position:
        """Place of the key (or of the list item) at ``at``."""
        entry, _ = self._walk(at)
        if entry is None:
            return self._top()
        index = entry.start if entry.key is not None else entry.value.start
        return self._lines.position(index)

    def value(self, at: Pointer) -> Position:
        """Place of the value at ``at``."""
        entry, complete = self._walk(at)
        if entry is None or not complete:
            return self.key(at)
        return self._lines.position(entry.value.start)

    def _top(self) -> Position:
        return _TOP if self._root is None else self._lines.position(self._root.start)

    def _walk(self, at: Pointer) -> tuple[Entry | None, bool]:
        """Follow a pointer as far as it goes: the last entry met, and whether that was the whole way."""
        node, found = self._root, None
        for step in at:
            entry = node.find(step) if isinstance(node, Collection) else None
            if entry is None:
                return found, False
            node, found = entry.value, entry
        return found, True


def locate_document(data: bytes) -> TextPositions:
    """Index the places of a document; of one that cannot be parsed, everything is at its top."""
    if len(data) > MAX_BYTES:
        return TextPositions(None, Lines(""))
    text = data.removeprefix(BOM).decode("utf-8", errors="replace")
    if not text.endswith("\n"):
        text += "\n"
    try:
        root, lines = parse(text)
    except (yaml.YAMLError, RecursionError):
        return TextPositions(None, Lines(text))
    return TextPositions(root, lines)

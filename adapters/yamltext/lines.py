"""The lines of a text and the way between a place in it and its line and column; all count from 0 here."""

from __future__ import annotations

from bisect import bisect_right

from engine.ports.texts import Position


class Lines:
    """Lines of a text, ended by LF; a CR before the LF belongs to the line end."""

    def __init__(self, text: str) -> None:
        self.text = text
        starts = [0]
        position = text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = text.find("\n", position + 1)
        if starts[-1] == len(text) and len(starts) > 1:
            starts.pop()
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts)

    def of(self, index: int) -> int:
        """Give the line of a place."""
        return bisect_right(self._starts, index) - 1

    def start(self, line: int) -> int:
        """Give the place where a line starts; the end of the text for the line behind the last."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def end(self, line: int) -> int:
        """Give the place behind the last character of a line, before its line end."""
        start, stop = self.start(line), self.start(line + 1)
        if stop > start and self.text[stop - 1] == "\n":
            stop -= 1
            if stop > start and self.text[stop - 1] == "\r":
                stop -= 1
        return stop

    def content(self, line: int) -> str:
        """Give a line without its line end."""
        return self.text[self.start(line) : self.end(line)]

    def column(self, index: int) -> int:
        """Give how many characters of its line stand before a place."""
        return index - self._starts[self.of(index)]

    def indent(self, line: int) -> int:
        """Give how many blanks a line starts with."""
        content = self.content(line)
        return len(content) - len(content.lstrip())

    def is_blank(self, line: int) -> bool:
        """Whether a line says nothing."""
        return not self.content(line).strip()

    def position(self, index: int) -> Position:
        """Give a place as people count: from 1."""
        line = self.of(index)
        return Position(line=line + 1, column=index - self._starts[line] + 1)

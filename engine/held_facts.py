"""The facts of many documents at hand, and of documents of which a few are replaced."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from engine.document_facts import facts_of
from engine.documents import Loaded
from engine.facts import Facts, Held


class CollectedFacts:
    """Facts of documents at hand, collected in one go."""

    def __init__(self, documents: Iterable[Loaded]) -> None:
        """Collect from ``documents``."""
        self._held: dict[str, dict[str, list[Held]]] = defaultdict(lambda: defaultdict(list))
        for loaded in documents:
            for fact in facts_of(loaded):
                self._held[fact.index][fact.value].append(Held(loaded.path, fact))
        self._sorted: dict[str, list[str]] = {}

    def find(self, index: str, value: str) -> Iterable[Held]:
        """Give every holder of a value."""
        return self._held[index].get(value, ()) if index in self._held else ()

    def span(self, index: str, low: str, high: str) -> Iterable[Held]:
        """Give every holder of a value in a span."""
        values = self._values(index)
        for value in values[bisect_left(values, low) : bisect_right(values, high)]:
            yield from self._held[index][value]

    def doubles(self, index: str) -> Iterable[Held]:
        """Give every holder of a value that has several."""
        for value in self._values(index):
            if len(self._held[index][value]) > 1:
                yield from self._held[index][value]

    def all(self, index: str) -> Iterable[Held]:
        """Give every holder."""
        for value in self._values(index):
            yield from self._held[index][value]

    def _values(self, index: str) -> list[str]:
        if index not in self._sorted:
            self._sorted[index] = sorted(self._held[index]) if index in self._held else []
        return self._sorted[index]


class LaidOverFacts:
    """Facts of documents of which a few are replaced."""

    def __init__(self, below: Facts, hidden: frozenset[str], above: Facts) -> None:
        """Take ``below`` without the documents at the paths ``hidden``, and ``above``."""
        self._below = below
        self._hidden = hidden
        self._above = above

    def find(self, index: str, value: str) -> Iterable[Held]:
        """Give every holder of a value."""
        return self._merged(self._below.find(index, value), self._above.find(index, value))

    def span(self, index: str, low: str, high: str) -> Iterable[Held]:
        """Give every holder of a value in a span."""
        return self._merged(self._below.span(index, low, high), self._above.span(index, low, high))

    def doubles(self, index: str) -> Iterable[Held]:
        """Give every holder of a value that has several."""
        counted: dict[str, list[Held]] = defaultdict(list)
        for held in self.all(index):
            counted[held.fact.value].append(held)
        return [
            held for value in sorted(counted) if len(counted[value]) > 1 for held in counted[value]
        ]

    def all(self, index: str) -> Iterable[Held]:
        """Give every holder."""
        return self._merged(self._below.all(index), self._above.all(index))

    def _merged(self, below: Iterable[Held], above: Iterable[Held]) -> list[Held]:
        kept = [held for held in below if held.path not in self._hidden]
        return sorted(
            [*kept, *above], key=lambda held: (held.fact.value, held.path, str(held.fact.at))
        )

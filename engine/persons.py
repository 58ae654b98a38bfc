"""Whether a remembered value names a person: what is looked for when somebody is erased."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

FORGOTTEN = "erased with a person"
"""What stands where something was said that named a person."""


def as_remembered(word: str) -> str:
    """Give a word as it stands in JSON text, so that rows in which it may stand can be found by their text."""
    return json.dumps(word)[1:-1]


def names_any(words: Sequence[str], value: Any) -> bool:
    """Whether any of ``words`` stands in a JSON value.

    What is unmistakable (an address, a phone, a name of several parts) counts anywhere in a text unless it is a part of a longer
    word; a single word only where it is the whole text: ``Ben`` is in the names of customers too.

    >>> names_any(["Ben Archer"], {"note": ["ask Ben Archer first"]})
    True
    >>> names_any(["Ben Archer", "Ben"], {"name": "Ben Archers", "note": "Ben LLC"})
    False
    """
    return any(_names(word, text) for text in _texts(value) for word in words)


def is_unmistakable(word: str) -> bool:
    """Whether a word is of one person, also in the middle of a text."""
    return re.search(r"[@+\s-]", word) is not None


def _names(word: str, text: str) -> bool:
    if not is_unmistakable(word):
        return word == text
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _texts(key)
            yield from _texts(below)
    elif isinstance(value, Sequence):
        for below in value:
            yield from _texts(below)

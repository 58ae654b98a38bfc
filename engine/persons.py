"""Whether a remembered value names a person: what is looked for when somebody is erased."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


def as_remembered(word: str) -> str:
    """Give a word as it stands in JSON text: an address or a phone number anywhere in a text, anything else as a whole value.

    >>> as_remembered("ben@example.com")
    'ben@example.com'
    >>> as_remembered("Ben Archer")
    '"Ben Archer"'
    """
    quoted = json.dumps(word)
    return quoted[1:-1] if "@" in word or word.startswith("+") else quoted


def names_any(words: Sequence[str], value: Any) -> bool:
    """Whether any of ``words`` stands in a JSON value."""
    text = json.dumps(value, default=dict)
    return any(as_remembered(word) in text for word in words)

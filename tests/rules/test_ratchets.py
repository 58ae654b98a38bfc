"""Exceptions to the tools, counted. A number changes only in a diff of this file; up needs a reason there."""

from __future__ import annotations

import io
import tokenize

import pytest

from tests.rules.source import modules, text

PINNED = {
    "type: ignore": 14,
    "noqa": 32,
    "pragma: no cover": 0,
}
COUNTED = ("bot", "handlers", "engine", "adapters", "schemas", "migrations", "benchmarks", "tests")


def comments() -> list[str]:
    return [
        token.string
        for path in modules(*COUNTED)
        for token in tokenize.generate_tokens(io.StringIO(text(path)).readline)
        if token.type == tokenize.COMMENT
    ]


@pytest.mark.parametrize("mark", PINNED)
def test_there_are_exactly_as_many_exceptions_as_are_pinned(mark: str) -> None:
    assert sum(mark in comment for comment in comments()) == PINNED[mark]

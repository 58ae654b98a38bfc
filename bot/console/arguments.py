"""The arguments of one Web API call, however they were sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.console.model import JSON, Finding, SlackError


class Arguments(Mapping[str, Any]):
    """Arguments of one call; JSON that came as text of a form is parsed when asked for.

    ``findings`` collects what the checker said, for the call log.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Wrap what was sent."""
        self._given = given
        self.findings: tuple[Finding, ...] = ()

    def __getitem__(self, name: str) -> Any:
        """Give an argument as sent."""
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        """Names of the arguments."""
        return iter(self._given)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._given)

    def need(self, name: str) -> str:
        """Give a required text argument.

        Raises:
            SlackError: ``invalid_arguments``.
        """
        value = self._given.get(name)
        if value in (None, ""):
            raise SlackError("invalid_arguments", (f"[ERROR] missing required field: {name}",))
        return str(value)

    def text(self, name: str) -> str:
        """Give an optional text argument."""
        value = self._given.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Give a truth value, in any form that Slack takes."""
        return str(self._given.get(name, "")).lower() in ("true", "1")

    def parsed(self, name: str, otherwise: str) -> Any:
        """Give a structured argument; error ``otherwise`` if it does not parse."""
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(otherwise) from None


def page(items: Sequence[Any], args: Arguments) -> tuple[list[Any], JSON]:
    """The part of a list that ``cursor`` and ``limit`` ask for, and the answer's fields about the rest."""
    cursor, limit = args.text("cursor") or "0", args.text("limit") or "100"
    if not cursor.isdecimal():
        raise SlackError("invalid_cursor")
    if not limit.isdecimal():
        raise SlackError("invalid_limit")
    start, count = int(cursor), int(limit) or 100
    end = start + count
    more = len(items) > end
    metadata = {"response_metadata": {"next_cursor": str(end) if more else ""}, "has_more": more}
    return list(items[start:end]), metadata

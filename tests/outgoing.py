"""What Slack would say to everything the bot sends in the whole test run: blocks and views, and the contract of each method.

The console tells of every call and finding by an audit event (see `bot.console.state`); `tests.conftest` asks here after
each test. Source of the contract: tests/golden/slack/SOURCES.txt.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.console.model import Call, Finding
from bot.console.state import CALLED, FOUND

_CONTRACT = Path(__file__).parent / "golden" / "slack" / "web_api.json"
_RESPONSE_URL = frozenset(
    [
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "mrkdwn",
        "metadata",
        "unfurl_links",
        "unfurl_media",
        "parse",
        "link_names",
    ]
)
_GIVEN_ELSEWHERE = frozenset({"token"})  # in a header
_EVERYWHERE = frozenset({"team_id"})  # Bolt adds it to every call; Slack takes it with any token


class Watch:
    """Collects what Slack would object to, from every console of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._objections: list[str] = []

    def start(self) -> None:
        """Listen from here on; an audit hook cannot be removed."""
        sys.addaudithook(self._hear)

    def take(self) -> list[str]:
        """Give what was collected since the last time."""
        with self._lock:
            taken, self._objections = self._objections, []
        return taken

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == CALLED:
            self._add(objections(arguments[0]))
        elif event == FOUND:
            self._add([_worded(arguments[0])])

    def _add(self, said: list[str]) -> None:
        with self._lock:
            self._objections.extend(said)


def objections(call: Call) -> list[str]:
    """Say what the contract of a method has against a call; what is in its blocks is judged elsewhere."""
    given = frozenset(call.arguments)
    if call.method == "response_url":
        return [f"response_url takes no {name}" for name in sorted(given - _RESPONSE_URL)]
    method = contract().get(call.method)
    if method is None:
        return [f"Slack has no method {call.method}"]
    known = {*method["args"], *method["required"], *_EVERYWHERE}
    empty = {name for name in given if call.arguments[name] in (None, "")}
    missing = set(method["required"]) - (given - empty) - _GIVEN_ELSEWHERE
    return [
        *(f"{call.method} takes no {name}" for name in sorted(given - known)),
        *(f"{call.method} needs {name}" for name in sorted(missing)),
    ]


@cache
def contract() -> Mapping[str, Any]:
    """Every method of the Web API by its name."""
    found: Mapping[str, Any] = json.loads(_CONTRACT.read_text("utf-8"))
    return found


def _worded(finding: Finding) -> str:
    return f"{finding.where}: {finding}"

"""Calls to Slack: what to do when it asks to wait, or does not take what was drawn.

The client itself repeats nothing. Where a call may wait, ``patiently`` waits as long as Slack asks; the outbox does not
wait but comes back, so that one busy channel holds up no other.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import Drawn
from handlers.kit.reply import File

log = structlog.get_logger()

LONGEST_PATIENCE_S = 30
MOST_TRIES = 3
UNDRAWABLE = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch"}
)
"""What Slack says to blocks it does not take; the text alone it always takes."""

T = TypeVar("T")


class Call(Protocol):
    """One method of the Web API with its arguments but the content."""

    def __call__(self, **content: Any) -> Any:
        """Send ``content``."""
        ...


def retry_after(error: SlackApiError) -> int | None:
    """Give the seconds Slack asks to wait; None unless it says that these were too many calls."""
    response = error.response
    if response.status_code != 429 and response.get("error") != "ratelimited":
        return None
    said = {name.lower(): value for name, value in response.headers.items()}.get("retry-after", "1")
    seconds = said[0] if isinstance(said, list) else said
    return max(1, int(seconds)) if str(seconds).isdigit() else 1


def patiently(call: Callable[[], T], pause: Callable[[float], None] = time.sleep) -> T:
    """Make a call, and again after the wait Slack asks for, while that is short.

    Raises:
        SlackApiError: Slack asks for more patience than a person has, or refuses for another reason.
    """
    for _ in range(MOST_TRIES - 1):
        try:
            return call()
        except SlackApiError as error:
            wait = retry_after(error)
            if wait is None or wait > LONGEST_PATIENCE_S:
                raise
            log.info("slack.waits", seconds=wait)
            pause(wait)
    return call()


def drawn_or_told(call: Call, drawn: Drawn) -> tuple[Any, tuple[File, ...]]:
    """Send a message; gives what Slack answers, and the files that go along.

    Where Slack does not take the blocks, the text alone says what happened, and a file holds the rest.
    """
    try:
        return call(**drawn.message), drawn.files
    except SlackApiError as error:
        if error.response["error"] not in UNDRAWABLE:
            raise
        log.warning("slack.undrawable", error=error.response["error"])
        return call(**drawn.bare), drawn.behind

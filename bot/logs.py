"""How the program logs: one line per event to standard error, for people on a terminal, as JSON elsewhere.

Lines of libraries take the same form. What looks like a secret is masked at the very end, wherever it comes from.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from structlog.types import EventDict, Processor

_SECRETS = re.compile(
    r"""
    \bx(?:ox[a-z]|app)-[A-Za-z0-9-]{6,}     # tokens of Slack
    | \bAGE-SECRET-KEY-[A-Z0-9-]+
    | \b(?:ghp|gho|ghs|github_pat)_\w{6,}
    | (?<=://)[^/\s:@]*:[^/\s@]+(?=@)       # a login in an address
    """,
    re.VERBOSE,
)


def configure_logs(level: int = logging.INFO, *, watching: Sequence[Processor] = ()) -> None:
    """Set up structlog and the standard logging of libraries; called once by a front end as it starts.

    ``watching`` see every line that is logged.
    """
    first: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: list[Processor] = [masked, _renderer()]
    structlog.configure(
        processors=[*watching, *first, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _take_in_libraries(max(level, logging.WARNING), first, last)


def masked(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Write three stars for whatever looks like a token, a key or a password in an address."""
    return {key: _masked(value) for key, value in line.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _SECRETS.sub("***", value)
    if isinstance(value, Mapping):
        return {key: _masked(below) for key, below in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked(below) for below in value]
    return value


def _renderer() -> Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(default=str)


class _OnStderr(logging.Handler):
    """Writes to what standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        try:
            sys.stderr.write(f"{self.format(record)}\n")
        except (OSError, ValueError):  # nobody reads it any more
            self.handleError(record)


def _take_in_libraries(level: int, first: Sequence[Processor], last: Sequence[Processor]) -> None:
    handler = _OnStderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=first,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if not isinstance(one, _OnStderr)]
    root.addHandler(handler)
    root.setLevel(level)
    # Bolt writes request bodies at INFO when a signature is wrong; bodies do not belong in a log.
    for library in ("slack_bolt", "slack_sdk"):
        logging.getLogger(library).setLevel(level)

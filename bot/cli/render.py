"""A Reply as a process tells it: as JSON, and by its exit code."""

from __future__ import annotations

import json

from handlers.kit.reply import Outcome, Reply, encode


def as_json(reply: Reply) -> str:
    """Print a reply for machines: its values at the top level beside outcome, summary and blocks."""
    if reply.raw is not None:
        return json.dumps(reply.raw, indent=2, ensure_ascii=False)
    encoded = encode(reply)
    encoded.pop("raw")
    values = encoded.pop("values")
    return json.dumps({**encoded, **values}, indent=2, ensure_ascii=False)


EXIT_CODES = {
    Outcome.DONE: 0,
    Outcome.ASKS: 0,
    Outcome.WAITS: 0,
    Outcome.REFUSED: 1,
    Outcome.INVALID: 1,
    Outcome.USAGE: 2,
    Outcome.BUG: 3,
    Outcome.UNAVAILABLE: 4,
}
"""Outcome -> exit code of the process."""

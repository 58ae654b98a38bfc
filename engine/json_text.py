"""JSON that somebody hands in: read exactly, and refused with its place where it is none."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from engine.errors import Refused


def read_json(name: str, text: str, hint: str) -> Any:
    """Read a JSON text; numbers with a fraction become decimals, so that no digit is lost.

    Raises:
        Refused: it is none, with line and column; or it is nested deeper, or has longer numbers, than anybody means.
    """
    try:
        return json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refused(f"{name} is no JSON: {error.msg} at {where}", hint) from error
    except RecursionError as error:
        raise Refused(f"{name} is no JSON we read: it is nested too deeply", hint) from error
    except ValueError as error:
        raise Refused(f"{name} is no JSON we read: a number has too many digits", hint) from error

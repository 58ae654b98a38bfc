"""Values as SQL would give them back: JSON, whole milliseconds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar

from engine.ports.effects import Effect
from engine.ports.operations import Operation

_Record = TypeVar("_Record", Operation, Effect)


def as_stored(record: _Record) -> _Record:
    """Give the record as SQL would give it back: JSON values, whole milliseconds."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return replace(record, **{name: kept(value) for name, value in values.items()})


def kept(value: Any) -> Any:
    """Give the value of one column as SQL would give it back."""
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    if isinstance(value, Mapping):
        return json.loads(json.dumps(value, sort_keys=True, allow_nan=False))
    return value

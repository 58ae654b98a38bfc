"""How our values stand in SQL columns: instants as epoch milliseconds, JSON as text with sorted keys."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.types import TypeDecorator

from engine.errors import Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DAMAGED = "Which one, says trunkline store verify. The newest backup has it whole: trunkline store restore FILE --replace"


def to_ms(instant: datetime) -> int:
    """Milliseconds from the epoch to an aware instant, rounded down."""
    return (instant - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The instant in UTC, so many milliseconds after the epoch."""
    return _EPOCH + milliseconds * _MILLISECOND


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as BIGINT epoch milliseconds in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Write the instant as a number."""
        return None if value is None else to_ms(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read the number as an instant."""
        return None if value is None else from_ms(value)


class Json(TypeDecorator[Any]):
    """A JSON value kept as text, the same value always as the same text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write the value; None is SQL NULL."""
        if value is None:
            return None
        return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the value.

        Raises:
            Unavailable: what is kept is no JSON: the disk or a hand damaged it.
        """
        try:
            return None if value is None else json.loads(value)
        except ValueError as error:
            raise Unavailable("the store", "a value in it cannot be read", _DAMAGED) from error

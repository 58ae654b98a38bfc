"""The time of this machine and ids that nobody can guess."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from engine.ports.clock import Clock
from engine.ports.ids import OperationId

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 26
_RANDOM_BITS = 80


class SystemClock:
    """The ``Clock`` port on the clock of this machine."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 -- this is the clock


class SystemIds:
    """The ``Ids`` port: 48 bits of milliseconds and 80 random bits, in the order of time.

    Source: the layout of https://github.com/ulid/spec, in lower case so that an id can be the name of a git ref.
    """

    def __init__(self, clock: Clock) -> None:
        """Take the time from ``clock``."""
        self._clock = clock

    def operation(self) -> OperationId:
        """Give a new operation id, ``op-`` and 26 lower-case characters."""
        milliseconds = int(self._clock.now().timestamp() * 1000)
        return OperationId(
            "op-" + _encoded(milliseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS))
        )


def _encoded(number: int) -> str:
    digits = (_CROCKFORD[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "".join(digits)


class SystemRandomness:
    """The ``Randomness`` port on the system's source of secrets."""

    def letters(self, alphabet: str, count: int) -> str:
        """Draw ``count`` letters of ``alphabet``, each as likely as any other."""
        return "".join(secrets.choice(alphabet) for _ in range(count))

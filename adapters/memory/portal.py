"""The in-memory twin of the store of portal passwords."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from engine.ports.secrets import PortalPassword


class MemoryPortalPasswords:
    """The ``PortalPasswords`` port for one process; instants are kept to the millisecond, as in SQL."""

    def __init__(self) -> None:
        """Start empty."""
        self._held: dict[tuple[str, str], PortalPassword] = {}
        self._lock = threading.Lock()

    def put(self, password: PortalPassword) -> None:
        """Record a password in the place of the one before."""
        at = password.set_at
        kept = replace(password, set_at=at.replace(microsecond=at.microsecond // 1000 * 1000))
        with self._lock:
            self._held[password.customer, password.contact] = kept

    def get(self, customer: str, contact: str) -> PortalPassword | None:
        """Give what is recorded of a contact."""
        with self._lock:
            return self._held.get((customer, contact))

    def remove(self, customer: str, contact: str) -> bool:
        """Forget the password of a contact; False if there was none."""
        with self._lock:
            return self._held.pop((customer, contact), None) is not None

    def known(self) -> Sequence[tuple[str, str]]:
        """List the (customer, contact) pairs that have a password, in order."""
        with self._lock:
            return tuple(sorted(self._held))

"""Events that were delivered before: Slack repeats one whose acknowledgement it did not get in time."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

MOST = 5000
"""Slack repeats an event three times within six minutes; this many do not come in that time."""


class Seen:
    """Remembers the ids of the latest events; safe for several threads.

    In memory only: what events start (drawing a tab, a card under a link) may happen twice after a restart.
    """

    def __init__(self) -> None:
        """Have seen nothing."""
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def is_new(self, event: str) -> bool:
        """Remember an event; False if it was known."""
        with self._lock:
            if event in self._ids:
                return False
            self._ids[event] = None
            if len(self._ids) > MOST:
                self._ids.popitem(last=False)
            return True

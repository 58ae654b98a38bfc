"""Whether this process lives, and whether it should be given requests."""

from __future__ import annotations

import threading

from bot.house import House
from engine.errors import Refused, Unavailable


class Health:
    """What a load balancer and a supervisor ask. Looks anew each time; asks nothing outside but the store."""

    def __init__(self, house: House) -> None:
        """Look at the parts of ``house``."""
        self._house = house
        self._draining = threading.Event()

    def drain(self) -> None:
        """Say from now on that this process takes nothing any more."""
        self._draining.set()

    def complaints(self) -> tuple[str, ...]:
        """Say why this process should get no requests; nothing if it may."""
        said = ("the bot stops",) if self._draining.is_set() else ()
        return (*said, *self._store(), *self._clone())

    def _store(self) -> tuple[str, ...]:
        try:
            self._house.open_store().effects.count()
        except Refused as refused:  # older or newer than this program
            return (refused.message,)
        except Unavailable as unavailable:
            return (str(unavailable),)
        return ()

    def _clone(self) -> tuple[str, ...]:
        try:
            found = self._house.repository.known_head()
        except (Refused, Unavailable) as problem:
            return (str(problem),)
        return () if found else ("the config repository was not fetched yet",)

"""Faults that a test can order: rate limits, refusals, delays and lost answers, per Web API method."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What shall happen to one call. ``lose_answer`` does the work and then drops the connection."""

    retry_after_s: int = 0
    error: str = ""
    delay_s: float = 0.0
    lose_answer: bool = False


class Faults:
    """A queue of faults for each method, each used once, in order."""

    def __init__(self) -> None:
        """Start without any."""
        self._lock = threading.Lock()
        self._queues: dict[str, deque[Fault]] = defaultdict(deque)

    def rate_limit(self, method: str, *, times: int = 1, retry_after_s: int = 1) -> None:
        """Answer the next calls of ``method`` with 429 and ``Retry-After``."""
        self._order(method, Fault(retry_after_s=retry_after_s), times)

    def refuse(self, method: str, error: str, *, times: int = 1) -> None:
        """Answer the next calls with this error code."""
        self._order(method, Fault(error=error), times)

    def delay(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Hold the answers back."""
        self._order(method, Fault(delay_s=seconds), times)

    def lose_answer(self, method: str, *, times: int = 1) -> None:
        """Do what was asked, then close the connection without an answer."""
        self._order(method, Fault(lose_answer=True), times)

    def take(self, method: str) -> Fault:
        """Give the fault that this call meets; an empty one if none was ordered."""
        with self._lock:
            queue = self._queues[method]
            return queue.popleft() if queue else Fault()

    def _order(self, method: str, fault: Fault, times: int) -> None:
        with self._lock:
            self._queues[method].extend([fault] * times)

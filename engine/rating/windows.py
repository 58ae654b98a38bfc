"""Prices that change in the course of a call, because a time window opens or closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from engine.rating.charge import Price
from schemas.windows import AcrossWindows, Window


def open_windows(windows: Sequence[Window], at: datetime) -> Mapping[str, int]:
    """Give the windows that are open at an instant, with their weights."""
    return {window.id: window.weight for window in windows if window.is_open(at)}


def later_prices(
    windows: Sequence[Window],
    across: AcrossWindows,
    start: datetime,
    length_s: int,
    price_in: Callable[[Mapping[str, int]], Price | None],
) -> tuple[tuple[int, Price], ...]:
    """Give the prices that begin to count at a second of a call that starts at ``start``, in their order.

    ``price_in`` gives the price while some windows are open; None leaves the one that counted.
    """
    if not windows or across is AcrossWindows.FIRST:
        return ()
    end = start + timedelta(seconds=length_s)
    borders = sorted({border for window in windows for border in window.borders(start, end)})
    counting = price_in(open_windows(windows, start))
    changes: list[tuple[int, Price]] = []
    for border in borders:
        price = price_in(open_windows(windows, border))
        if price is not None and price != counting:
            changes.append((-(-(border - start) // timedelta(seconds=1)), price))
            counting = price
    return tuple(changes)

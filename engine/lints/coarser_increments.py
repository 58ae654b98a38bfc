"""A provider card does not bill by a longer minimum or increment than the customer card it stands behind.

At 60/60 against 1/1 a call of one second costs a minute and brings a second; whether that is a loss depends on the price.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem
from engine.lints import View
from engine.rating.margins import Coarser

RULE = "coarser-increments"


def lint(view: View) -> Iterator[Problem]:
    """Name every pair of cards with numbers that are bought by longer units than they are sold."""
    for pair in view.pairs:
        if pair.coarser:
            shown = "; ".join(_told(one) for one in pair.coarser)
            more = pair.units - len(pair.coarser)
            rest = f"; and {more:,} more" if more > 0 else ""
            yield view.row_problem(
                pair.sell,
                pair.coarser[0].line,
                pair.coarser[0].sell,
                RULE,
                f"{pair.buy} bills by longer units than {pair.sell}: {shown}{rest}",
                "give these rows the provider's minimum and increment",
            )


def _told(one: Coarser) -> str:
    own, other = one.sell_terms, one.buy_terms
    prefix = max(one.sell, one.buy, key=len)
    return (
        f"{prefix} {other.minimum_s}/{other.increment_s} against {own.minimum_s}/{own.increment_s}"
    )

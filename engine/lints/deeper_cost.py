"""No provider card asks more for a longer prefix than the customer card behind which it stands sells the shorter one for.

A provider splits a destination and prices a part of it higher; the customer card still has one price for all of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem
from engine.lints import View, losses_told

RULE = "deeper-cost"


def lint(view: View) -> Iterator[Problem]:
    """Name every pair of cards where longer prefixes of the provider's cost more than they bring."""
    for pair in view.pairs:
        if pair.deeper:
            first = pair.deeper[0]
            yield view.row_problem(
                pair.sell,
                first.line,
                first.sell,
                RULE,
                f"{pair.buy} splits what {pair.sell} has one price for: it sells {losses_told(pair.deeper, pair.lost_deeper, pair)}",
                "add rows for these prefixes, or block them",
            )

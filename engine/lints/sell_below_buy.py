"""A customer card sells no number for less than a provider card behind it costs.

Compared at every prefix after inheritance, for calls of 1, 30, 60 and 180 seconds as both cards bill and round them, in the
customer's money. Without profit assurance such calls are sent all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Problem
from engine.lints import View, losses_told

RULE = "sell-below-buy"


def lint(view: View) -> Iterator[Problem]:
    """Name every pair of cards between which calls lose money at a prefix of the customer card or a shorter one."""
    for pair in view.pairs:
        if pair.losses:
            first = pair.losses[0]
            yield view.row_problem(
                pair.sell,
                first.line,
                first.sell,
                RULE,
                f"{pair.sell} sells {losses_told(pair.losses, pair.lost, pair)}",
                f"raise these prices, or take {pair.buy} from behind the card",
            )

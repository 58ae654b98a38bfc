"""Two cards and what the rules about whole tables say of them."""

from __future__ import annotations

from engine.errors import Problem
from engine.lints import View, run_lints
from tests.engine.calls.carrier import a_config
from tests.engine.rating.making import JUNE


def told(
    rule: str, sell: str, buy: str, *, more: str = "", buying: str = "currency: USD\n"
) -> list[Problem]:
    """What a rule says of a card ``sell`` over a card ``buy``."""
    none: dict[str, str | None] = dict.fromkeys(
        f"rate-cards/{name}/{file}"
        for name in ("retail", "cheap", "dear")
        for file in ("card.yaml", "rates.csv")
    )
    files = {
        **none,
        "rate-cards/sell/card.yaml": (
            f"name: Sell\nside: customer\ncurrency: USD\ndynamic_routing: [buy]\n{more}"
        ),
        "rate-cards/sell/rates.csv": sell,
        "rate-cards/buy/card.yaml": f"name: Buy\nside: provider\nprovider: alpha\n{buying}",
        "rate-cards/buy/rates.csv": buy,
    }
    found = run_lints(View(a_config(files), JUNE))
    return [problem for problem in found if problem.rule == rule]

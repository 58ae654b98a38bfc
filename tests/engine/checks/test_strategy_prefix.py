from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "strategy-prefix"


def files(strategy: str) -> dict[str, str]:
    text = f"routes: [{{id: a, rate_card: c, strategies: [{{strategy: s{strategy}}}]}}]"
    return {BEN + "routing.yaml": text}


def test_a_strategy_for_nothing_is_told() -> None:
    tells(RULE, files(""), BEN + "routing.yaml", "routes.0.strategies.0", "no number")


def test_a_strategy_for_both_is_told() -> None:
    both = ", prefix: '447', prefix_set: mobile"

    tells(RULE, files(both), BEN + "routing.yaml", "routes.0.strategies.0", "447", "mobile")


def test_one_of_the_two_is_fine() -> None:
    assert is_quiet(RULE, files(", prefix: '447'"))
    assert is_quiet(RULE, files(", prefix_set: mobile"))

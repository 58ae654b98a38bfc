from __future__ import annotations

from tests.engine.checks.telling import BEN, a_card, is_quiet, tells

RULE = "lock-not-a-parent"


def files(locks: str, more: str = "") -> dict[str, str]:
    return {
        BEN + "routing.yaml": f"routes: [{{id: a, rate_card: c, locks: {{{locks}}}{more}}}]",
        "rate-cards/c/card.yaml": a_card("build: {parents: [one]}\ndynamic_routing: [two]\n"),
        "strategies/s.yaml": "name: S\ntype: manual\ncards: [{card: three}]\n",
    }


def test_a_lock_to_a_card_out_of_reach_is_told() -> None:
    tells(
        RULE,
        files("only: [one, three]"),
        BEN + "routing.yaml",
        "routes.0.locks.only.1",
        "three",
        "one, two",
    )


def test_leaving_out_a_card_out_of_reach_is_told() -> None:
    told_at = "routes.0.locks.exclude.0"

    tells(RULE, files("exclude: [three]"), BEN + "routing.yaml", told_at, "three")


def test_parents_dynamic_cards_and_those_of_strategies_are_fine() -> None:
    strategies = ", strategies: [{prefix: '44', strategy: s}]"

    assert is_quiet(RULE, files("only: [one, two]"))
    assert is_quiet(RULE, files("only: [three]", strategies))

"""Profit rules: which is for a prefix, and that no price is below nothing."""

from __future__ import annotations

from fractions import Fraction

from engine.rating.profit import Rules, with_profit
from schemas.prefix_set import PrefixSet
from schemas.rate_card import ProfitRule


def a_rule(**fields: object) -> ProfitRule:
    return ProfitRule.model_validate({"id": "a", **fields})


def test_a_rule_that_blocks_is_for_every_column() -> None:
    rules = Rules(
        [a_rule(match="44", action="blocked", apply_to=["inter"])], ("rate", "inter"), _none
    )

    assert rules.choose("447") == (0, 0)
    assert rules.choose("33") == (-1, -1)


def test_lines_of_a_set_cut_numbers_unless_they_are_patterns() -> None:
    some = PrefixSet.model_validate({"name": "S", "lines": ["44", "^33"], "excluding": ["447"]})
    rules = Rules([a_rule(prefix_set="some")], ("rate",), lambda _: some)

    assert sorted(rules.prefixes()) == ["44", "447"]
    assert [rules.choose(one) for one in ("44", "447", "331", "1")] == [(0,), (-1,), (0,), (-1,)]


def test_a_set_that_is_missing_fits_nothing() -> None:
    assert Rules([a_rule(prefix_set="some")], ("rate",), _none).choose("44") == (-1,)


def test_no_price_is_below_nothing() -> None:
    assert with_profit(Fraction(1, 100), a_rule(type="relative", value="-1")) == 0


def _none(_: str) -> None:
    return None

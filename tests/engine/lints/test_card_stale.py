from __future__ import annotations

from engine.errors import Problem
from engine.lints import View, run_lints
from tests.engine.calls.carrier import a_config
from tests.engine.rating.making import JUNE, carrier, rates

RULE = "card-stale"


def told(files: dict[str, str]) -> list[Problem]:
    found = run_lints(View(a_config(files), JUNE))
    return [problem for problem in found if problem.rule == RULE]


def test_a_card_that_building_would_change_is_told_with_an_example() -> None:
    (problem,) = told(carrier("", rates("44,UK,0.02"), child=rates("44,UK,0.01")))

    assert (problem.path, problem.field) == ("rate-cards/child/card.yaml", "build")
    assert "44 would be 0.0200 0/1 instead of 0.0100 0/1" in problem.message
    assert "rate rebuild child" in problem.hint


def test_a_card_that_cannot_be_built_is_told_why() -> None:
    files = carrier("", rates("44,UK,0.02"), headers=("currency: CHF\n",))

    (problem,) = told(files)

    assert "cannot be built: fx.yaml has no exchange rate from CHF" in problem.message


def test_a_card_as_built_and_one_written_by_hand_are_fine() -> None:
    assert told(carrier("", rates("44,UK,0.02"), child=rates("44,UK,0.02"))) == []

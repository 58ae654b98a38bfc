"""What a change does to calls: golden calls it breaks, built cards it leaves behind."""

from __future__ import annotations

import pytest

from engine.errors import Problem, Severity
from engine.outcomes import MOST, outcomes
from tests.engine.calls.carrier import FILES, JUNE, a_config
from tests.engine.rating.making import carrier, rates

GOLDEN = """
calls:
  - id: uk
    why: Agreed in June.
    call: {dialled: "442079460018", ip: 203.0.113.7, cli: "12125550123"}
    expect: {outcome: routed, rate: "0.0100"}
"""
TABLE = "rate-cards/retail/rates.csv"
DEARER = {TABLE: FILES[TABLE].replace("44,UK,0.0100", "44,UK,0.0200")}


def told(
    before: dict[str, str | None], change: dict[str, str | None]
) -> tuple[tuple[Problem, ...], str]:
    seen = outcomes(a_config(before), a_config({**before, **change}), change, JUNE)
    return seen.findings, seen.why


def test_a_golden_call_that_a_change_breaks_is_told_and_has_to_be_confirmed() -> None:
    (problem,), why = told({"expectations/ben.yaml": GOLDEN}, {**DEARER})

    assert (problem.path, problem.field, problem.severity) == (
        "expectations/ben.yaml",
        "calls.0",
        Severity.WARNING,
    )
    assert "the golden call uk (Agreed in June) is not as expected: rate 0.02" in problem.message
    assert why


def test_the_policy_may_have_such_a_change_refused() -> None:
    before = {"expectations/ben.yaml": GOLDEN, "policy.yaml": "golden_calls: refuse\n"}

    (problem,), _ = told({**before}, {**DEARER})

    assert problem.severity is Severity.ERROR


def test_a_call_that_was_not_as_expected_before_is_not_told_again() -> None:
    wrong = GOLDEN.replace("0.0100", "0.0900")
    change = {BEN: FILES[BEN] + "notes: Hello.\n"}

    assert told({"expectations/ben.yaml": wrong}, {**change}) == ((), "")


def test_changes_that_decide_no_call_are_not_looked_at() -> None:
    before = {"expectations/ben.yaml": GOLDEN, "contracts/a.yaml": "name: A\n"}

    assert told({**before}, {"contracts/a.yaml": None}) == ((), "")


def test_too_many_golden_calls_are_left_to_expect() -> None:
    one = GOLDEN.split("calls:")[1]
    many = "calls:" + "".join(one.replace("id: uk", f"id: uk-{n}") for n in range(MOST + 1))

    (problem,), why = told({"expectations/ben.yaml": many}, {**DEARER})

    assert "too many to be tried with every plan" in problem.message
    assert why == ""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("rate-cards/p1/rates.csv", rates("44,UK,0.02")),
        ("rate-cards/p1/card.yaml", "name: P\nside: provider\nprovider: alpha\ncurrency: EUR\n"),
        ("rate-cards/child/rates.csv", rates("44,UK,0.5")),
    ],
)
def test_a_built_card_that_a_change_leaves_behind_is_told(path: str, text: str) -> None:
    before = carrier("", rates("44,UK,0.01"), child=rates("44,UK,0.01"))

    (problem,), why = told({**before}, {path: text})

    assert (problem.rule, problem.path, why) == ("card-stale", "rate-cards/child/card.yaml", "")


def test_exchange_rates_are_about_every_built_card() -> None:
    euro = ("currency: EUR\n",)
    before = carrier("", rates("44,UK,0.01"), child=rates("44,UK,0.011"), headers=euro)
    fx = 'rates: [{id: eur, one: EUR, currency: USD, worth: "1.20"}]\n'

    assert told({**before}, {"rate-cards/p1/rates.csv": rates("44,UK,0.01")})[0] == ()
    assert [problem.rule for problem in told({**before}, {"fx.yaml": fx})[0]] == ["card-stale"]


BEN = "customers/ben/customer.yaml"

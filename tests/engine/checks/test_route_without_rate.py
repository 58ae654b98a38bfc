from __future__ import annotations

import pytest

from engine.checks import WHOLE
from engine.checks.route_without_rate import check
from engine.errors import Problem
from tests.builders import a_book, a_carrier
from tests.engine.checks.telling import a_card

RATES = b"prefix,name,rate\n1,US,0.01\n447,UK mobile,0.02\n"
PATH = "customers/ben-llc/routing.yaml"


def told(route: str, *, card: str = "", rates: bytes | None = RATES) -> list[Problem]:
    files = a_carrier(
        extra={
            PATH: f"routes: [{{id: uk, rate_card: retail, {route}}}]".encode(),
            "rate-cards/retail/card.yaml": a_card(card, currency="USD").encode(),
            **({"rate-cards/retail/rates.csv": rates} if rates else {}),
        }
    )
    return list(check(a_book(files), WHOLE))


@pytest.mark.parametrize(
    "dial", ['["44207"]', '["33", "^49"]', '["33", "447"], dial_except: ["447"]']
)
def test_a_route_for_numbers_its_card_has_no_rate_for_is_told(dial: str) -> None:
    (problem,) = told(f"dial: {dial}")

    assert (problem.path, problem.field) == (PATH, "routes.0.rate_card")
    assert "so no call takes the route uk" in problem.message


def test_of_many_lines_the_first_are_named() -> None:
    (problem,) = told('dial: ["31", "32", "33", "34", "35"]')

    assert 'no rate for "31", "32", "33" and 2 more lines' in problem.message


@pytest.mark.parametrize(
    "route",
    [
        'dial: ["33", "44"]',
        'dial: ["1212"]',
        "enabled: true",
        'dial: ["33"], enabled: false',
        'dial: ["^(33|44)"]',
    ],
)
def test_a_route_that_some_call_takes_is_fine(route: str) -> None:
    assert told(route) == []


def test_a_card_without_rows_or_made_of_others_is_told_by_others() -> None:
    assert told('dial: ["33"]', rates=None) == []
    assert told('dial: ["33"]', card="build: {parents: [atlas]}") == []

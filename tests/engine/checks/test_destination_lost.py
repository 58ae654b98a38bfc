from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "destination-lost"
PATH = BEN + "routing.yaml"


def routes(*lines: str) -> dict[str, str]:
    items = ", ".join(
        f"{{id: r{place}, deliver_to: internal{f', dial: [{line}]' if line else ''}}}"
        for place, line in enumerate(lines)
    )
    return {PATH: f"routes: [{items}]"}


def test_numbers_that_no_route_is_for_any_more_are_told() -> None:
    words = ('ben has no route left to "33", "44"', "refused from now on")

    tells(RULE, routes('"1"'), PATH, "routes", *words, before=routes('"44", "33"', '"1"'))


@pytest.mark.parametrize(
    "after",
    ['"4"', '"447"', '"^44"', '"^[0-9]+7$"', ""],
)
def test_routes_for_some_of_these_numbers_are_enough(after: str) -> None:
    assert is_quiet(RULE, routes(after), before=routes('"44"'))


def test_a_customer_that_has_no_route_left_or_is_not_active_is_told_elsewhere_or_not() -> None:
    inactive = {BEN + "customer.yaml": a_customer("status: inactive")}

    assert is_quiet(RULE, {PATH: "routes: []"}, before=routes('"44"'))
    assert is_quiet(RULE, inactive | routes('"1"'), before=inactive | routes('"44"', '"1"'))
    assert is_quiet(RULE, routes('"44"'), before={})

from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "route-unreachable"


def route(text: str) -> dict[str, str]:
    return {BEN + "routing.yaml": f"routes: [{{id: a, rate_card: c, {text}}}]"}


def test_a_route_without_any_number_left_is_told() -> None:
    files = route('dial: ["447", "^44[78]"], dial_except: ["44", "^44[78]"]')

    tells(RULE, files, BEN + "routing.yaml", "routes.0.dial_except", "route a")


def test_a_route_with_numbers_left_is_fine() -> None:
    assert is_quiet(RULE, route('dial: ["44"], dial_except: ["447"]'))
    assert is_quiet(RULE, route('dial_except: ["447"]'))

from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "route-ambiguous-dial"


def routes(*items: str) -> dict[str, str]:
    listed = ", ".join(f"{{rate_card: c, {one}}}" for one in items)
    return {BEN + "routing.yaml": f"routes: [{listed}]"}


def test_two_routes_for_every_number_are_told() -> None:
    tells(RULE, routes("id: a", "id: b"), BEN + "routing.yaml", "routes.1", "b and a")


def test_they_are_told_behind_a_tech_prefix_too() -> None:
    files = routes('id: a, tech_prefix: "9#"', 'id: b, tech_prefix: "9#"')

    tells(RULE, files, BEN + "routing.yaml", "routes.1", '"9#"')


def test_one_route_for_the_rest_is_fine() -> None:
    assert is_quiet(RULE, routes("id: a", 'id: b, dial: ["44"]', "id: c, enabled: false"))
    assert is_quiet(RULE, routes("id: a", 'id: b, tech_prefix: "9#"'))

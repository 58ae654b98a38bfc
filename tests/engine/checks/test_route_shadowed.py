from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "route-shadowed"
PATH = BEN + "routing.yaml"
TEN = ", ".join(f'"44{digit}"' for digit in range(10))


def routes(*items: str) -> dict[str, str]:
    numbered = (f"{{id: r{n}, deliver_to: internal, {item}}}" for n, item in enumerate(items))
    return {PATH: f"routes: [{', '.join(numbered)}]"}


def test_a_route_whose_lines_are_cut_up_whole_is_told() -> None:
    words = ("every number of the route r0 is taken by longer lines",)

    tells(RULE, routes('dial: ["44"]', f"dial: [{TEN}]"), PATH, "routes.0.dial", *words)
    deep = TEN.replace('"447", ', "") + "".join(f', "447{digit}"' for digit in range(10))
    tells(RULE, routes('dial: ["44"]', f"dial: [{deep}]"), PATH, "routes.0.dial")


def test_a_route_with_numbers_of_its_own_left_is_fine() -> None:
    for other in (
        f"dial: [{TEN[:-7]}]",
        f'dial: [{TEN}], tech_prefix: "9#"',
        f'dial: [{TEN}], dial_except: ["4401"]',
        f"dial: [{TEN}], enabled: false",
    ):
        assert is_quiet(RULE, routes('dial: ["44"]', other)), other
    assert is_quiet(RULE, routes('dial: ["44", "33"]', f"dial: [{TEN}]"))
    assert is_quiet(RULE, routes("enabled: true", f"dial: [{TEN}]"))

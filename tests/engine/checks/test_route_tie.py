from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "route-tie"


def routes(*items: str) -> dict[str, str]:
    return {
        BEN + "routing.yaml": "routes:\n"
        + "".join(f"  - {{rate_card: c, {one}}}\n" for one in items),
        "prefix-sets/mobile.yaml": 'name: Mobile\nlines: ["447"]',
    }


def test_two_routes_for_one_prefix_are_told() -> None:
    files = routes('id: a, dial: ["1", "44"]', 'id: b, dial: ["49", "44"]')

    tells(RULE, files, BEN + "routing.yaml", "routes.1.dial.1", '"44"', "route a")


def test_the_lines_of_a_prefix_set_count() -> None:
    files = routes('id: a, dial: ["447"]', "id: b, prefix_set: mobile")

    tells(RULE, files, BEN + "routing.yaml", "routes.1.prefix_set", '"447"', "route a")


def test_longer_prefixes_other_tech_prefixes_and_disabled_routes_are_fine() -> None:
    files = routes(
        'id: a, dial: ["44"]',
        'id: b, dial: ["447"]',
        'id: c, dial: ["44"], tech_prefix: "9#"',
        'id: d, dial: ["44"], enabled: false',
    )

    assert is_quiet(RULE, files)


def test_a_line_that_one_of_them_leaves_out_is_no_tie() -> None:
    assert is_quiet(RULE, routes('id: a, dial: ["44"], dial_except: ["4"]', 'id: b, dial: ["44"]'))

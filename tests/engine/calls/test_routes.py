"""Which route a call takes, and the lists for everybody."""

from __future__ import annotations

import pytest

from engine.calls.model import Outcome
from tests.engine.calls.carrier import CUSTOMER, FILES, RETAIL, ROUTES, more, refused, tried


def routes(*items: str) -> dict[str, str]:
    return {ROUTES: "routes:\n" + "".join(f"  - {{rate_card: retail, {one}}}\n" for one in items)}


@pytest.mark.parametrize(
    ("items", "dialled", "route"),
    [
        (("id: all", "id: uk, dial: ['44']"), "442079460018", "uk"),
        (("id: uk, dial: ['44']", "id: mobile, dial: ['447']"), "447811234567", "mobile"),
        (("id: all", "id: cheap, tech_prefix: '9#'"), "9#442079460018", "cheap"),
        (("id: short, tech_prefix: '9'", "id: long, tech_prefix: '9#'"), "9#442079460018", "long"),
        (("id: uk, dial: ['44']", "id: pattern, dial: ['^442[0-9]']"), "442079460018", "pattern"),
        (("id: uk, dial: ['44'], enabled: false", "id: all"), "442079460018", "all"),
        (("id: first", "id: second"), "442079460018", "first"),
        (("id: uk, dial: ['44'], dial_except: ['4420']", "id: all"), "442079460018", "all"),
    ],
)
def test_the_longest_tech_prefix_then_the_longest_prefix_chooses_the_route(
    items: tuple[str, ...], dialled: str, route: str
) -> None:
    assert tried(dialled, routes(*items)).route == route


def test_of_routes_that_fit_equally_one_whose_card_has_a_rate_counts() -> None:
    files = routes("id: poor", "id: rich") | {
        ROUTES: "routes: [{id: poor, rate_card: cheap-only}, {id: rich, rate_card: retail}]\n",
        "rate-cards/cheap-only/card.yaml": FILES[RETAIL].replace("Retail", "Other"),
        "rate-cards/cheap-only/rates.csv": "prefix,rate\n49,0.01\n",
    }
    answer = tried(files=files)
    assert answer.route == "rich"


def test_a_tie_is_decided_by_order_and_warned_about() -> None:
    answer = tried(files=routes("id: first", "id: second"))
    assert "first and second" in answer.warnings[0]


def test_own_routes_count_before_those_of_a_tag() -> None:
    files = {**more(CUSTOMER, "tags: [vip]"), "templates/tags/vip/routing.yaml": FILES[ROUTES]}
    assert tried(files=files).steps[7].detail == "route world"
    only = {**files, ROUTES: None}
    assert tried(files=only).steps[7].detail == "route world of tag vip"


@pytest.mark.parametrize(
    ("items", "dialled", "code"),
    [
        (("id: us, dial: ['1']",), "442079460018", "580 No Route Available"),
        (
            ("id: uk, dial: ['44'], dial_except: ['4420']",),
            "442079460018",
            "503 Blocked by Dial plan",
        ),
        (("id: uk, dial: ['1'], tech_prefix: '9#'",), "9#442079460018", "503 Blocked by Dial plan"),
    ],
)
def test_numbers_no_route_is_for_are_refused(
    items: tuple[str, ...], dialled: str, code: str
) -> None:
    assert refused(tried(dialled, routes(*items))) == code


def test_lists_for_everybody_refuse_and_exempt() -> None:
    block = {
        "prefix-sets/bad.yaml": "name: Bad\nlines: ['4420']\neverywhere: {block_dialled: true}\n"
    }
    assert refused(tried(files=block)) == "603 Decline"
    allow = {
        "prefix-sets/good.yaml": "name: Good\nlines: ['12125550123']\neverywhere: {allow_cli: true}\n"
    }
    assert tried(files={**block, **allow}).outcome is Outcome.ROUTED
    caller = {"prefix-sets/bad.yaml": "name: Bad\nlines: ['1212']\neverywhere: {block_cli: true}\n"}
    assert refused(tried(files=caller)) == "603 Decline"


def test_a_card_whose_rows_count_in_an_open_window_alone_has_a_rate() -> None:
    files = {
        ROUTES: "routes: [{id: poor, rate_card: other}, {id: rich, rate_card: retail}]\n",
        **more(RETAIL, "windows: [{id: day, hours: ['daily 08:00-20:00']}]"),
        "rate-cards/retail/rates.csv": "prefix,rate,window\n44,0.06,day\n",
        "rate-cards/other/card.yaml": FILES[RETAIL].replace("Retail", "Other"),
        "rate-cards/other/rates.csv": "prefix,rate\n49,0.01\n",
    }
    assert tried(files=files).route == "rich"


def test_a_refusal_behind_the_route_tries_no_other_route() -> None:
    files = routes("id: all", "id: uk, dial: ['44'], price_limits: {capped_rate: '0.001'}")
    assert refused(tried(files=files)) == "503 No Routes Available (U)"


def test_a_regular_expression_counts_by_its_literal_head() -> None:
    files = routes("id: pattern, dial: ['^4420[0-9]+$']", "id: plain, dial: ['442']")
    assert tried(files=files).route == "pattern"
    files = routes("id: pattern, dial: ['^44(20|16)']", "id: plain, dial: ['442']")
    assert tried(files=files).route == "plain"

from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells, told

RULE = "route-tie-of-tags"
PATH = BEN + "customer.yaml"


def tags(one: str, other: str, more: str = "") -> dict[str, str]:
    files = {
        PATH: a_customer("tags: [one, other]"),
        "templates/tags/one/routing.yaml": f"routes: [{{id: a, deliver_to: internal, {one}}}]",
        "templates/tags/other/routing.yaml": f"routes: [{{id: b, deliver_to: internal, {other}}}]",
    }
    own = f"routes: [{{id: own, deliver_to: internal, {more}}}]"
    return files | ({BEN + "routing.yaml": own} if more else {})


@pytest.mark.parametrize(
    ("one", "other", "numbers"),
    [
        ('dial: ["44", "49"]', 'dial: ["1", "44"]', 'numbers with "44"'),
        ("enabled: true", "enabled: true", "every number"),
        ('tech_prefix: "9#", dial: ["44"]', 'tech_prefix: "9#", dial: ["44"]', 'numbers with "44"'),
    ],
)
def test_routes_of_two_tags_for_the_same_numbers_are_told(
    one: str, other: str, numbers: str
) -> None:
    words = (
        numbers,
        "for ben",
        "a of the tag one",
        "b of the tag other",
        "the first of them counts",
    )

    tells(RULE, tags(one, other), PATH, "tags.1", *words)


def test_customers_with_the_same_tags_are_told_of_once() -> None:
    zoe = {"customers/zoe/customer.yaml": a_customer("tags: [one, other]", name="Zoe")}
    (problem,) = told(RULE, tags('dial: ["44"]', 'dial: ["44"]') | zoe)

    assert "for ben and zoe" in problem.message


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ('dial: ["44"]', 'dial: ["447"]', ""),
        ('dial: ["44"]', 'dial: ["44"], tech_prefix: "9#"', ""),
        ('dial: ["44"]', 'dial: ["44"], dial_except: ["44"]', ""),
        ('dial: ["44"]', 'dial: ["44"], enabled: false', ""),
        ('dial: ["44"]', 'dial: ["44"]', 'dial: ["44"]'),
    ],
)
def test_routes_that_differ_or_never_come_to_it_are_fine(one: str, other: str, more: str) -> None:
    assert is_quiet(RULE, tags(one, other, more))

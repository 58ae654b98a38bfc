from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells, told

RULE = "route-last-gone"
TAG = "templates/tags/retail/routing.yaml"
PATH = BEN + "routing.yaml"
ONE = "routes: [{id: world, deliver_to: internal}]"
TAGGED = {BEN + "customer.yaml": a_customer("tags: [retail]")}


@pytest.mark.parametrize(
    "after", ["routes: []", "routes: [{id: world, deliver_to: internal, enabled: false}]"]
)
def test_the_last_route_that_goes_or_is_disabled_is_told(after: str) -> None:
    words = ("world was the last route of ben", "every call out is refused", "suspend the customer")

    tells(RULE, {PATH: after}, PATH, "routes", *words, before={PATH: ONE})


def test_several_that_go_at_once_are_named() -> None:
    two = (
        'routes: [{id: world, deliver_to: internal}, {id: uk, deliver_to: internal, dial: ["44"]}]'
    )
    (problem,) = told(RULE, {}, before={PATH: two})

    assert problem.path == BEN + "customer.yaml"
    assert problem.message.startswith("world and uk were the last routes of ben")


def test_a_tag_that_brought_the_only_route_is_told() -> None:
    before = TAGGED | {TAG: ONE}

    tells(RULE, TAGGED | {TAG: "routes: []"}, TAG, "routes", "of ben", before=before)
    bare = {BEN + "customer.yaml": a_customer("tags: [other]"), TAG: ONE}
    tells(RULE, bare, BEN + "customer.yaml", "tags", "of ben", before=before)


def test_whoever_has_another_route_or_takes_no_calls_is_not_told_of() -> None:
    inactive = {BEN + "customer.yaml": a_customer("status: inactive")}

    assert is_quiet(RULE, TAGGED | {TAG: ONE}, before=TAGGED | {TAG: ONE, PATH: ONE})
    assert is_quiet(RULE, inactive, before=inactive | {PATH: ONE})
    assert is_quiet(RULE, {PATH: ONE}, before={})

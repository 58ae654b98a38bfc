from __future__ import annotations

import pytest

from engine.checks import Scope
from engine.consequences import (
    cli_sources,
    gains,
    losses,
    named,
    named_items,
    route_sources,
    turns,
    were_last,
)
from schemas.voice import CallDirection
from tests.engine.checks.carriers import book_of, change
from tests.engine.checks.telling import BEN, a_customer

ZOE = "customers/zoe/"
ROUTE = "routes: [{id: world, deliver_to: internal}]"
TAGGED = {
    BEN + "customer.yaml": a_customer("tags: [retail]"),
    ZOE + "customer.yaml": a_customer(name="Zoe"),
}
BOTH = TAGGED | {ZOE + "customer.yaml": a_customer("tags: [retail]", name="Zoe")}


def test_customers_are_given_with_their_before_and_now_if_the_change_concerns_them() -> None:
    after = TAGGED | {BEN + "routing.yaml": ROUTE}
    scope = change(TAGGED, after)

    assert [turn.name for turn in turns(book_of(after), scope, "routing")] == ["ben"]
    assert list(turns(book_of(after), change({}, after), "routing")) == []


def test_what_a_tag_brings_is_told_in_one_place_for_all_who_have_it() -> None:
    path = "templates/tags/retail/routing.yaml"
    before, after = BOTH, BOTH | {path: ROUTE}
    found = gains(book_of(after), change(before, after), "routing", route_sources)

    assert {place: [turn.name for turn in some] for place, some in found.items()} == {
        (path, ("routes", 0)): ["ben", "zoe"]
    }
    lost = losses(book_of(before), change(after, before), "routing", route_sources)
    assert sorted(path for path, _ in lost) == [BEN + "customer.yaml", ZOE + "customer.yaml"]


def test_own_items_count_before_those_of_tags() -> None:
    rule = 'rules: [{{id: {0}, cli: "44"}}]'
    after = TAGGED | {
        BEN + "cli.yaml": rule.format("own"),
        "templates/tags/retail/cli.yaml": rule.format("tags"),
    }
    found = gains(
        book_of(after), change(TAGGED, after), "cli", cli_sources(CallDirection.TERMINATION)
    )

    ((place, (turn,)),) = found.items()
    assert place == (BEN + "cli.yaml", ("rules", 0))
    assert [(one.tag, one.item.id) for one in turn.has] == [("", "own"), ("retail", "tags")]


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "a"), (2, "a and b"), (4, "a, b, c and d"), (6, "a, b, c and 3 more customers")],
)
def test_few_customers_are_named_and_many_are_counted(count: int, said: str) -> None:
    after = {f"customers/{name}/customer.yaml": a_customer(name=name) for name in "abcdef"[:count]}
    book = book_of(after)

    assert named(list(turns(book, Scope(None, book)))) == said


def test_things_are_counted_in_words() -> None:
    assert list(named_items("route", [])) == []
    assert list(named_items("route", ["a"])) == ["1 route (a)"]
    assert list(named_items("route", list("abcde"))) == ["5 routes (a, b, c, 2 more)"]
    assert were_last(["a"], "route") == "a was the last route"
    assert were_last(["a", "b"], "route") == "a and b were the last routes"

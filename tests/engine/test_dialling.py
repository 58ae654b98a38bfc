from __future__ import annotations

import pytest

from engine.checks import WHOLE
from engine.dialling import dial_lines, excludes, routes_in
from schemas.routing import Route
from tests.engine.checks.carriers import book_of


def a_route(**more: object) -> Route:
    return Route.model_validate({"id": "a", **more})


def test_routes_of_customers_and_tags_are_in_scope() -> None:
    book = book_of(
        {
            "customers/ben/routing.yaml": "routes: [{id: a}, {id: b}]",
            "templates/tags/uk/routing.yaml": "routes: [{id: c}]",
        }
    )

    assert [(place, route.id) for _, place, route in routes_in(book, WHOLE)] == [
        (0, "a"),
        (1, "b"),
        (0, "c"),
    ]


def test_the_lines_of_a_prefix_set_are_lines_of_the_route() -> None:
    book = book_of({"prefix-sets/mobile.yaml": 'name: Mobile\nlines: ["447", "4915"]'})

    assert list(dial_lines(book, a_route(dial=["1"], prefix_set="mobile"))) == [
        (("dial", 0), "1"),
        (("prefix_set",), "447"),
        (("prefix_set",), "4915"),
    ]


@pytest.mark.parametrize(
    ("left_out", "line", "whole"),
    [("44", "447", True), ("447", "44", False), ("^44", "^44", True), ("^44", "447", False)],
)
def test_a_shorter_prefix_leaves_out_a_longer_one(left_out: str, line: str, *, whole: bool) -> None:
    assert excludes(a_route(dial_except=[left_out]), line) is whole

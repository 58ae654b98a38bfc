from __future__ import annotations

from engine.book import Book
from engine.checks import WHOLE, Scope
from engine.lookup import each, look_up
from schemas.alerts import Alerts, SharedAlerts
from schemas.customer import Customer
from tests.builders import a_book, a_carrier, a_customer

SHARED = {
    "alerts/house.yaml": b"watch: {carrier: true}\n",
    "customers/ben-llc/alerts.yaml": b"{}\n",
}
BROKEN = {"customers/zed/customer.yaml": b"name: Zed\n"}


def carrier() -> Book:
    ann = {"customers/ann/customer.yaml": a_customer("Ann")}
    return a_book(a_carrier(extra={**SHARED, **BROKEN, **ann}))


def test_each_gives_the_documents_that_hold_in_the_order_of_paths() -> None:
    assert [loaded.id for loaded, _ in each(carrier(), WHOLE, Customer)] == ["ann", "ben-llc"]


def test_each_looks_no_further_than_the_scope() -> None:
    scope = Scope(frozenset({"customers/ann/customer.yaml", "customers/gone/customer.yaml"}))

    assert [model.name for _, model in each(carrier(), scope, Customer)] == ["Ann"]


def test_a_model_of_two_kinds_finds_both_and_a_narrower_one_its_own() -> None:
    assert [loaded.path for loaded, _ in each(carrier(), WHOLE, Alerts)] == sorted(SHARED)
    assert [loaded.id for loaded, _ in each(carrier(), WHOLE, SharedAlerts)] == ["house"]


def test_looking_up_gives_what_holds_and_nothing_else() -> None:
    ann = look_up(carrier(), Customer, "ann")

    assert ann is not None
    assert ann.name == "Ann"
    assert look_up(carrier(), Customer, "zed") is None
    assert look_up(carrier(), Customer, "nobody") is None

"""What is fixed at creation stays."""

from __future__ import annotations

from engine.checks import Scope
from tests.builders import a_customer
from tests.engine.checks.finding import customers, found


def test_a_currency_does_not_change() -> None:
    before = customers(ben=a_customer(currency="USD"))
    after = customers(ben=a_customer(currency="EUR"))

    [problem] = found(after, "immutable-field", Scope(None, before))
    assert (problem.document, problem.field) == ("ben", "currency")
    assert '"USD"' in problem.message
    assert '"EUR"' in problem.message


def test_a_currency_may_stay_and_a_newcomer_may_have_any() -> None:
    before = customers(ben=a_customer())
    after = customers(ben=a_customer(notes="x"), zed=a_customer("Zed", "EUR"))

    assert found(after, "immutable-field", Scope(None, before)) == []

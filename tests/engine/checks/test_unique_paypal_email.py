"""No two customers have the same PayPal address."""

from __future__ import annotations

from tests.builders import a_customer
from tests.engine.checks.finding import customers, found


def test_two_customers_of_one_paypal_address_are_told() -> None:
    one = a_customer("One", billing={"paypal_email": "pay@example.com"})
    two = a_customer("Two", billing={"paypal_email": "Pay@Example.com"})

    [problem] = found(customers(one=one, two=two), "unique-paypal-email")
    assert (problem.document, problem.field) == ("two", "billing.paypal_email")


def test_customers_without_a_paypal_address_share_none() -> None:
    assert found(customers(a=a_customer("A"), b=a_customer("B")), "unique-paypal-email") == []

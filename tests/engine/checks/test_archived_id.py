"""The id of an archived customer is not used again."""

from __future__ import annotations

from tests.builders import a_book, a_carrier, a_customer
from tests.engine.checks.finding import found


def test_the_id_of_an_archived_customer_is_not_used_again() -> None:
    archived = {"archive/customers/ben-llc/customer.yaml": a_customer()}

    [problem] = found(a_book(a_carrier(extra=archived)), "archived-id")
    assert problem.document == "ben-llc"


def test_other_archived_customers_are_fine() -> None:
    archived = {"archive/customers/old/customer.yaml": a_customer("Old")}

    assert found(a_book(a_carrier(extra=archived)), "archived-id") == []

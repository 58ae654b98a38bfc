"""No two customers have the same name."""

from __future__ import annotations

from tests.builders import a_customer
from tests.engine.checks.finding import customers, found


def test_two_customers_of_one_name_are_told_whatever_case_and_spaces() -> None:
    book = customers(ben=a_customer("Ben LLC"), other=a_customer("BEN  llc"))

    [problem] = found(book, "unique-name")
    assert (problem.document, problem.field) == ("other", "name")
    assert "ben" in problem.message


def test_different_names_are_fine() -> None:
    assert found(customers(a=a_customer("Ben"), b=a_customer("Bent")), "unique-name") == []

"""Every check: what it finds, what it leaves alone."""

from __future__ import annotations

from engine.book import Book
from engine.checks import Scope, checks, duplicates, run_checks
from engine.errors import Problem
from tests.builders import OPERATORS, a_book, a_carrier, a_customer


def found(book: Book, rule: str, scope: Scope | None = None) -> list[Problem]:
    return [one for one in run_checks(book, scope or Scope()) if one.rule == rule]


def customers(**files: bytes) -> Book:
    return a_book(a_carrier({name.replace("_", "-"): data for name, data in files.items()}))


def test_a_faultless_carrier_has_no_problem() -> None:
    assert run_checks(a_book(a_carrier({}))) == ()


def test_every_check_has_an_id_and_says_what_it_is_about() -> None:
    assert len({check.rule for check in checks()}) == len(checks())
    assert all(check.says.endswith(".") for check in checks())


def test_duplicates_name_the_later_one_and_the_first() -> None:
    assert list(duplicates([("a", "x"), ("b", "y"), ("c", "x"), ("d", "x")])) == [
        ("c", "a"),
        ("d", "a"),
    ]


def test_two_customers_of_one_name_are_told_whatever_case_and_spaces() -> None:
    book = customers(ben=a_customer("Ben LLC"), other=a_customer("BEN  llc"))

    [problem] = found(book, "unique-name")
    assert (problem.document, problem.field) == ("other", "name")
    assert "ben" in problem.message


def test_different_names_are_fine() -> None:
    assert found(customers(a=a_customer("Ben"), b=a_customer("Bent")), "unique-name") == []


def test_two_customers_of_one_paypal_address_are_told() -> None:
    one = a_customer("One", billing={"paypal_email": "pay@example.com"})
    two = a_customer("Two", billing={"paypal_email": "Pay@Example.com"})

    [problem] = found(customers(one=one, two=two), "unique-paypal-email")
    assert (problem.document, problem.field) == ("two", "billing.paypal_email")


def test_customers_without_a_paypal_address_share_none() -> None:
    assert found(customers(a=a_customer("A"), b=a_customer("B")), "unique-paypal-email") == []


def test_an_account_manager_who_does_not_exist_is_told_with_the_nearest() -> None:
    [problem] = found(customers(ben=a_customer(account_manager="adda")), "unknown-reference")

    assert problem.field == "account_manager"
    assert 'there is no operator "adda"' in problem.message
    assert "ada" in problem.hint


def test_an_account_manager_who_exists_is_fine() -> None:
    assert found(customers(ben=a_customer(account_manager="ada")), "unknown-reference") == []


def test_the_id_of_an_archived_customer_is_not_used_again() -> None:
    archived = {"archive/customers/ben-llc/customer.yaml": a_customer()}

    [problem] = found(a_book(a_carrier(extra=archived)), "archived-id")
    assert problem.document == "ben-llc"


def test_other_archived_customers_are_fine() -> None:
    archived = {"archive/customers/old/customer.yaml": a_customer("Old")}

    assert found(a_book(a_carrier(extra=archived)), "archived-id") == []


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


def operators(*rows: str) -> Book:
    text = OPERATORS + "".join(f"  - {{{row}, roles: [viewer]}}\n" for row in rows)
    return a_book(a_carrier(operators=text))


def test_two_operators_behind_one_identity_are_told_field_by_field() -> None:
    book = operators(
        "id: ada, name: Two, email: two@example.com",
        "id: tri, name: Tri, email: ada@example.com, slack_id: U0ADA001, os_user: ada",
    )

    fields = [problem.field.rsplit(".", 1)[1] for problem in found(book, "unique-operator")]
    assert sorted(fields) == ["email", "id", "os_user", "slack_id"]


def test_operators_of_one_name_are_two_people() -> None:
    book = operators("id: adb, name: Ada Larsen, email: adb@example.com")

    assert found(book, "unique-operator") == []

"""Questions about the config at one commit."""

from __future__ import annotations

import pytest

from engine.book import Book
from engine.checks import run_checks
from engine.errors import Invalid, Refused
from tests.builders import a_book, a_carrier, a_customer


def files_with(**changes: bytes) -> dict[str, bytes]:
    return a_carrier() | {f"{name}.yaml": data for name, data in changes.items()}


def test_customers_are_those_whose_files_hold() -> None:
    book = a_book(
        a_carrier({"zed": a_customer("Zed"), "bad": b"name: [", "abe": a_customer("Abe")})
    )

    assert list(book.customers) == ["abe", "zed"]
    assert list(book.paths("customer")) == ["abe", "bad", "zed"]


def test_an_unknown_customer_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused) as caught:
        a_book().customer("ben-lcl")

    assert 'there is no customer "ben-lcl"' in caught.value.message
    assert caught.value.hint == "did you mean ben-llc?"


def test_an_id_that_was_only_begun_is_met_with_those_that_begin_so() -> None:
    book = a_book(a_carrier({name: a_customer(name) for name in ("ben-llc", "maple-ben", "tuben")}))

    assert book.wrong_reference("customer", "ben") == (
        'there is no customer "ben"',
        "did you mean ben-llc?",
    )


def test_where_nothing_looks_alike_it_is_said_how_to_see_what_there_is() -> None:
    wrong = a_book().wrong_reference("rate-card", "xyz")

    assert wrong == ('there is no rate card "xyz"', "list them with: rate card list")


def test_a_broken_customer_is_invalid_with_its_problems() -> None:
    book = a_book(a_carrier({"bad": b"name: Bad\ncurrency: dollars\n"}))

    with pytest.raises(Invalid) as caught:
        book.customer("bad")

    assert caught.value.problems[0].field == "currency"


def test_a_carrier_without_settings_is_refused_with_what_is_missing() -> None:
    with pytest.raises(Refused, match=r"settings\.yaml is missing"):
        _ = Book(a_book({}).documents).settings


def test_a_carrier_may_name_no_operators_and_no_policy() -> None:
    book = a_book({})

    assert book.operators == ()
    assert book.policy.default == "confirm"


def test_a_reference_to_what_is_not_there_names_the_nearest() -> None:
    book = a_book()

    assert book.wrong_reference("customer", "ben-llc") is None
    assert book.wrong_reference("operator", "ada") is None
    assert book.wrong_reference("currency", "USD") is None
    assert book.wrong_reference("operator", "adaa") == (
        'there is no operator "adaa"',
        "did you mean ada?",
    )


def test_a_reference_of_a_kind_we_keep_no_documents_of_is_not_judged() -> None:
    assert a_book().wrong_reference("template", "anything") is None


def test_problems_of_every_file_come_together_in_reading_order() -> None:
    files = files_with(policy=b"default: maybe\n", settings=b"format: one\n")
    found = [problem.path for problem in a_book(files).problems()]

    assert found == sorted(found)
    assert {"policy.yaml", "settings.yaml"} <= set(found)


def test_broken_operators_stop_no_check_of_the_others() -> None:
    files = a_carrier({"one": a_customer("Twin", account_manager="ada"), "two": a_customer("Twin")})
    book = a_book(files | {"operators.yaml": b"operators: [\n"})

    assert "unique-name" in {problem.rule for problem in run_checks(book)}


def test_a_problem_stands_where_its_field_does() -> None:
    book = a_book(a_carrier({"ben-llc": b"name: Ben\ncurrency: USD\nlimits:\n  cps: 5\n"}))

    problem = book.problem("customers/ben-llc/customer.yaml", ("limits", "cps"), "choice", "no")

    assert (problem.line, problem.column) == (4, 3)
    assert (problem.document, problem.field) == ("ben-llc", "limits.cps")

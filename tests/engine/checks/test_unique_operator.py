"""No two operators share an identity."""

from __future__ import annotations

from engine.book import Book
from tests.builders import OPERATORS, a_book, a_carrier
from tests.engine.checks.finding import found


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

"""What is referred to exists."""

from __future__ import annotations

from tests.builders import a_customer
from tests.engine.checks.finding import customers, found


def test_an_account_manager_who_does_not_exist_is_told_with_the_nearest() -> None:
    [problem] = found(customers(ben=a_customer(account_manager="adda")), "unknown-reference")

    assert problem.field == "account_manager"
    assert 'there is no operator "adda"' in problem.message
    assert "ada" in problem.hint


def test_an_account_manager_who_exists_is_fine() -> None:
    assert found(customers(ben=a_customer(account_manager="ada")), "unknown-reference") == []

from __future__ import annotations

from tests.engine.checks.telling import a_customer, is_quiet, tells

RULE = "duplicate-sip-user"

FILES = {
    "customers/zoe/customer.yaml": a_customer(name="Zoe"),
    "customers/ben/auth.yaml": 'users: [{id: a, username: "1001"}]',
    "customers/zoe/auth.yaml": 'users: [{id: a, username: "1000"}, {id: b, username: "1001"}]',
}


def test_a_user_of_another_customer_is_told() -> None:
    tells(RULE, FILES, "customers/zoe/auth.yaml", "users.1.username", '"1001"', "users.0 of ben")


def test_different_users_are_fine() -> None:
    assert is_quiet(RULE, FILES | {"customers/ben/auth.yaml": "users: [{id: a, username: x}]"})

from __future__ import annotations

from tests.engine.checks.telling import a_customer, is_quiet, tells

RULE = "unique-contact-email"

FILES = {
    "customers/zoe/customer.yaml": a_customer(name="Zoe"),
    "customers/ben/contacts.yaml": "contacts: [{id: ben, name: Ben, email: Pay@example.com}]",
    "customers/zoe/contacts.yaml": "contacts: [{id: zoe, name: Zoe, email: pay@example.com}]",
}


def test_two_of_one_address_are_told_whatever_case() -> None:
    tells(RULE, FILES, "customers/zoe/contacts.yaml", "contacts.0.email", "ben")


def test_different_ones_are_fine() -> None:
    assert is_quiet(
        RULE,
        FILES
        | {
            "customers/zoe/contacts.yaml": "contacts: [{id: zoe, name: Zoe, email: zoe@example.com}]"
        },
    )

from __future__ import annotations

from tests.engine.checks.telling import a_customer, a_did, is_quiet, tells

RULE = "duplicate-did"

FILES = {
    "customers/ben/dids.yaml": f"dids: [{a_did('442079460100')}]",
    "customers/zoe/customer.yaml": a_customer(name="Zoe"),
    "customers/zoe/dids.yaml": f"dids: [{a_did('442079460101')}, {a_did('442079460100')}]",
}


def test_a_number_of_another_customer_is_told() -> None:
    tells(RULE, FILES, "customers/zoe/dids.yaml", "dids.1.number", "442079460100", "dids.0 of ben")


def test_different_numbers_are_fine() -> None:
    assert is_quiet(RULE, FILES | {"customers/ben/dids.yaml": f"dids: [{a_did('442079460199')}]"})

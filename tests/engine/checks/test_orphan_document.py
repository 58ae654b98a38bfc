from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "orphan-document"


def test_a_tab_without_its_customer_is_told() -> None:
    files = {"customers/amy/contacts.yaml": "contacts: []"}

    tells(RULE, files, "customers/amy/contacts.yaml", "", "customers/amy/customer.yaml")


def test_a_tab_beside_its_customer_is_fine() -> None:
    assert is_quiet(RULE, {BEN + "contacts.yaml": "contacts: []"})

from __future__ import annotations

from tests.engine.checks.telling import BEN, THAMES, in_stock, is_quiet, tells

RULE = "orphan-document"


def test_a_tab_without_its_customer_is_told() -> None:
    files = {"customers/amy/contacts.yaml": "contacts: []"}

    tells(RULE, files, "customers/amy/contacts.yaml", "", "customers/amy/customer.yaml")


def test_a_tab_beside_its_customer_is_fine() -> None:
    assert is_quiet(RULE, {BEN + "contacts.yaml": "contacts: []"})


def test_numbers_in_stock_of_no_provider_are_told() -> None:
    stock = {THAMES + "numbers.yaml": f"numbers: [{in_stock()}]"}
    provider = {THAMES + "provider.yaml": "name: Thames\ncurrency: GBP"}

    tells(RULE, stock, THAMES + "numbers.yaml", "", "no providers/thames/provider.yaml")
    assert is_quiet(RULE, stock | provider)
    tells(RULE, stock, THAMES + "numbers.yaml", "", "belongs to nobody", before=stock | provider)

from __future__ import annotations

from tests.engine.checks.telling import THAMES, a_customer, a_did, in_stock, is_quiet, tells

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


def test_a_number_that_is_in_stock_and_assigned_is_told() -> None:
    stock = {
        THAMES + "provider.yaml": "name: Thames\ncurrency: GBP",
        THAMES + "numbers.yaml": f"numbers: [{in_stock('442079460100')}]",
    }
    files = FILES | {"customers/zoe/dids.yaml": "dids: []"} | stock

    tells(RULE, files, THAMES + "numbers.yaml", "numbers.0.number", "442079460100", "of ben")


def test_a_number_in_stock_of_two_providers_is_told() -> None:
    files = {
        f"providers/{name}/{file}.yaml": text
        for name in ("thames", "zebra")
        for file, text in (
            ("provider", f"name: {name}\ncurrency: GBP"),
            ("numbers", f"numbers: [{in_stock()}]"),
        )
    }

    place = ("providers/zebra/numbers.yaml", "numbers.0.number")
    tells(RULE, files, *place, "numbers.0 in stock of thames")

from __future__ import annotations

from engine.checks import package_currency
from tests.engine.checks.carriers import problems, told

PROVIDER = "name: Atlas\ncurrency: EUR\n"
FILES = {
    "packages/p.yaml": "name: Trunk\ncurrency: GBP\n",
    "providers/atlas/provider.yaml": PROVIDER,
    "customers/ben/customer.yaml": "name: Ben\ncurrency: USD\n",
    "customers/ben/packages.yaml": """
        packages:
          - id: trunk
            package: p
            quantity: 1
            start: 2026-01-01
        """,
    "customers/ben/dids.yaml": """
        dids:
          - id: main
            number: "442079460100"
            provider: atlas
            provider_card: atlas-in
            package: p
        """,
}


def test_a_package_in_another_currency_is_wrong_for_a_customer_and_its_numbers() -> None:
    assert told(package_currency, FILES) == [
        "customers/ben/dids.yaml:6:5 dids.0.package",
        "customers/ben/packages.yaml:3:5 packages.0.package",
    ]


def test_both_currencies_are_named() -> None:
    message = problems(package_currency, FILES)[0].message

    assert message == "package p is priced in GBP, but ben pays in USD"


def test_a_package_in_the_currency_of_the_customer_is_right() -> None:
    files = FILES | {"packages/p.yaml": "name: Trunk\ncurrency: USD\n"}

    assert told(package_currency, files) == []


def test_a_package_that_is_not_there_is_no_matter_of_currency() -> None:
    files = {path: text for path, text in FILES.items() if path != "packages/p.yaml"}

    assert told(package_currency, files) == []

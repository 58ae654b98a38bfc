from __future__ import annotations

from tests.engine.checks.telling import (
    BEN,
    THAMES,
    a_customer,
    a_did,
    in_stock,
    is_quiet,
    tells,
    told,
)

RULE = "did-removed-early"

PATH = BEN + "dids.yaml"
BEFORE = {PATH: f"dids: [{a_did(more='minimum_days: 30')}]"}
GONE = {PATH: "dids: []"}


def test_a_number_with_minimum_days_that_goes_is_told() -> None:
    tells(RULE, GONE, PATH, "", "442079460100", "30 days", before=BEFORE)


def test_the_days_of_a_package_count() -> None:
    package = {"packages/uk.yaml": "name: UK\ncurrency: GBP\nminimum_days: 14"}
    before = package | {PATH: f"dids: [{a_did(more='package: uk')}]"}

    tells(RULE, package | GONE, PATH, "", "14 days", before=before)


def test_it_is_told_at_the_customer_when_the_file_goes() -> None:
    (problem,) = told(RULE, {}, before=BEFORE)

    assert problem.path == BEN + "customer.yaml"


def test_a_number_that_moves_or_has_no_days_is_fine() -> None:
    zoe = {"customers/zoe/customer.yaml": a_customer(name="Zoe")}
    moved = zoe | {"customers/zoe/dids.yaml": BEFORE[PATH]}

    assert is_quiet(RULE, moved | GONE, before=zoe | BEFORE)
    assert is_quiet(RULE, GONE, before={PATH: f"dids: [{a_did()}]"})
    assert is_quiet(RULE, BEFORE, before=BEFORE)


def test_a_number_that_goes_to_stock_is_told_too() -> None:
    stock = {
        THAMES + "provider.yaml": "name: Thames\ncurrency: GBP",
        THAMES + "numbers.yaml": f"numbers: [{in_stock()}]",
    }

    tells(RULE, GONE | stock, PATH, "", "442079460100", "30 days", before=BEFORE)

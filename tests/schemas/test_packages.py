from __future__ import annotations

from datetime import date

from schemas.packages import Frequency, Package, PackageAssignments
from tests.schemas.reading import document, faults


def test_a_package_is_monthly_and_free_unless_said_otherwise() -> None:
    package = document(Package, "name: UK number\ncurrency: GBP")

    assert package.frequency is Frequency.MONTHLY
    assert package.retail == package.cost == 0


def test_several_days_of_the_month_are_several_charges() -> None:
    package = document(Package, "name: x\ncurrency: GBP\nfrequency_match: {month: [15, 31]}")

    assert package.charge_days.month == (15, 31)


def test_an_assignment_has_an_id_a_package_a_quantity_and_a_start() -> None:
    found = faults(PackageAssignments, "packages: [{auto_decrement: false}]")

    assert [fault.pointer[-1] for fault in found] == ["id", "package", "quantity", "start"]


def test_the_credit_is_debited_unless_said_otherwise() -> None:
    text = "packages: [{id: a, package: p, quantity: 2, start_date: 2026-06-01}]"

    assignment = document(PackageAssignments, text).packages[0]

    assert assignment.auto_decrement is True
    assert assignment.start == date(2026, 6, 1)


def test_a_quantity_is_at_least_one() -> None:
    text = "packages: [{id: a, package: p, quantity: 0, start: 2026-06-01}]"

    assert faults(PackageAssignments, text)[0].rule == "number-range"

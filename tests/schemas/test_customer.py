from __future__ import annotations

from decimal import Decimal

import pytest

from schemas.customer import Customer, CustomerStatus, MinimumPaymentBasis, TaxBasis
from tests.schemas.reading import document, faults

MINIMAL = "name: Ben LLC\ncurrency: USD\n"


def test_a_name_and_a_currency_make_a_customer() -> None:
    ben = document(Customer, MINIMAL)

    assert ben.status is CustomerStatus.ACTIVE
    assert ben.credit.debit_limit == 0
    assert ben.portal.enabled is True


def test_no_limit_is_the_same_as_nothing_and_as_zero() -> None:
    assert (
        document(Customer, MINIMAL).limits
        == document(Customer, MINIMAL + "limits: {channels: 0}").limits
    )


def test_the_debit_limit_may_be_negative() -> None:
    ben = document(Customer, MINIMAL + 'credit: {debit_limit: "-5.00"}')

    assert ben.credit.debit_limit == Decimal("-5.00")


def test_flow_speed_is_read_as_calls_per_second() -> None:
    assert document(Customer, MINIMAL + "limits: {flow_speed: 5}").limits.cps == 5


def test_a_fault_under_an_old_name_points_at_the_old_name() -> None:
    (fault,) = faults(Customer, MINIMAL + "limits: {flow_speed: many}")

    assert fault.pointer == ("limits", "flow_speed")


def test_old_and_new_name_together_are_refused() -> None:
    (fault,) = faults(Customer, MINIMAL + "limits: {cps: 5, flow_speed: 5}")

    assert (fault.rule, fault.pointer) == ("double-field", ("limits", "flow_speed"))


def test_c1_tax_is_taken_on_invoices_unless_said_otherwise() -> None:
    assert document(Customer, MINIMAL).tax.basis is TaxBasis.INVOICE
    assert (
        document(Customer, MINIMAL + "tax: {percent: 20, basis: topup}").tax.basis is TaxBasis.TOPUP
    )


def test_c2_minimum_payment_says_which_of_its_two_meanings_it_has() -> None:
    ben = document(Customer, MINIMAL + "billing: {minimum_payment: 100}")
    cut_off = document(
        Customer, MINIMAL + "billing: {minimum_payment: 100, minimum_payment_basis: keep_active}"
    )

    assert ben.billing.minimum_payment_basis is MinimumPaymentBasis.TOPUP
    assert cut_off.billing.minimum_payment_basis is MinimumPaymentBasis.KEEP_ACTIVE


def test_c3_internal_numbers_are_an_allocated_range() -> None:
    ben = document(Customer, MINIMAL + 'internal_numbers: {start: "1000", size: 200}')

    assert (ben.internal_numbers.start, ben.internal_numbers.size) == ("1000", 200)


def test_c19_portal_features_are_shown_and_hidden_over_one_switch() -> None:
    ben = document(Customer, MINIMAL + "portal: {enabled: true, hide: [breakout]}")

    assert ben.portal.hide == ("breakout",)


def test_c24_zero_channels_are_no_limit_and_inactive_blocks() -> None:
    blocked = document(Customer, MINIMAL + "status: inactive\nlimits: {channels: 0}")

    assert blocked.limits.channels == 0
    assert blocked.status is CustomerStatus.INACTIVE


def test_a_penalty_is_laid_over_the_status_and_never_written() -> None:
    (fault,) = faults(Customer, MINIMAL + "status: penalty")

    assert fault.rule == "choice"
    assert "laid over" in fault.hint


def test_every_fault_is_told_at_once() -> None:
    found = faults(
        Customer,
        "currency: usd\nstatus: pending\nstauts: x\nlimits: {channels: 1e3, cps: '-1'}\ncredit: {debit_limit: $5}\n"
        "address: {postcode: 02134, country: UK}\ninternal_numbers: {start: 1000}\ntags: [Retail]\n",
    )

    assert [(".".join(map(str, fault.pointer)), fault.rule) for fault in found] == [
        ("name", "missing-field"),
        ("status", "choice"),
        ("currency", "currency"),
        ("tags.0", "text-format"),
        ("limits.channels", "whole-number"),
        ("limits.cps", "whole-number"),
        ("credit.debit_limit", "money"),
        ("address.postcode", "plain-identifier"),
        ("address.country", "country"),
        ("internal_numbers.start", "plain-identifier"),
        ("stauts", "unknown-field"),
    ]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("stauts: active", "did you mean status?"),
        ("debit_limit: 5", "it is written as credit.debit_limit"),
        ("flow_speed: 5", "it is written as limits.cps"),
        ("website: https://example.com", "it is written as profile.website"),
    ],
)
def test_an_unknown_field_is_answered_with_the_one_meant(line: str, hint: str) -> None:
    (fault,) = faults(Customer, MINIMAL + line)

    assert (fault.rule, fault.hint) == ("unknown-field", hint)


def test_an_empty_value_means_absent() -> None:
    ben = document(Customer, MINIMAL + "limits:\nnotes:\ntags:\ncredit:\n  debit_limit:\n")

    assert ben == document(Customer, MINIMAL)


def test_an_empty_required_value_is_missing() -> None:
    (fault,) = faults(Customer, "name:\ncurrency: USD")

    assert (fault.rule, fault.pointer) == ("missing-field", ("name",))
    assert fault.hint == "write for example name: Ben LLC"


@pytest.mark.parametrize(
    ("line", "wanted"), [("limits: 5", "group"), ("tags: retail", "list"), ("name: [x]", "single")]
)
def test_groups_lists_and_values_are_told_apart(line: str, wanted: str) -> None:
    found = faults(Customer, f"currency: USD\n{line}" if "name" in line else MINIMAL + line)

    assert found[0].rule == "wrong-shape"
    assert wanted in found[0].message


def test_the_name_of_a_variable_is_checked_at_its_key() -> None:
    (fault,) = faults(Customer, MINIMAL + "vars: {Bad Key: 1}")

    assert (fault.rule, fault.pointer) == ("text-format", ("vars", "Bad Key"))

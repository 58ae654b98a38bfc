from __future__ import annotations

from schemas.kinds import fan_out_folder, kind_named
from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "fan-out-place"

FAN_OUT = "format: 1\nname: Harbour\nbase_currency: USD\nrealm: sip.example.net\nfan_out: true\n"
FANNED = "customers/5a/amy/customer.yaml"


def test_a_folder_of_two_digits_is_wrong_when_fan_out_is_off() -> None:
    files = {FANNED: a_customer(name="Amy")}

    tells(RULE, files, FANNED, "", "customers/amy/customer.yaml", "move it there")


def test_a_customer_stands_in_one_place_only() -> None:
    files = {FANNED: a_customer(name="Amy"), "customers/amy/customer.yaml": a_customer(name="Amy")}

    tells(RULE, files, FANNED, "", "where there is one already", "remove one of the two")


def test_the_folder_is_that_of_the_hash_when_fan_out_is_on() -> None:
    right = fan_out_folder("ben")
    files = {"settings.yaml": FAN_OUT, BEN + "customer.yaml": a_customer()}
    moved = {f"customers/{right}/ben/customer.yaml": a_customer()}

    tells(RULE, files, BEN + "customer.yaml", "", f"customers/{right}/ben/customer.yaml")
    assert kind_named("customer").path("ben", fan_out=True) in moved


def test_files_in_their_place_are_fine() -> None:
    assert is_quiet(RULE, {BEN + "contacts.yaml": "contacts: []"})

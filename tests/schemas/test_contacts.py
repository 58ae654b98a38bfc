from __future__ import annotations

from schemas.contacts import Contacts
from tests.schemas.reading import document, faults


def test_a_contact_needs_a_name_and_an_address() -> None:
    contact = document(
        Contacts, "contacts: [{id: ben, name: Ben, email: ben@example.com}]"
    ).contacts[0]

    assert contact.type == "General"
    assert contact.auto_generate_password is True
    assert contact.verified.email is contact.verified.mobile is False


def test_the_old_name_of_the_type_is_read() -> None:
    text = "contacts: [{id: b, name: B, email: b@example.com, contact_type: Accounts}]"

    assert document(Contacts, text).contacts[0].type == "Accounts"


def test_phones_without_quotes_are_told_how_to_be_written() -> None:
    (fault,) = faults(
        Contacts, "contacts: [{id: b, name: B, email: b@example.com, phone: +442079460018}]"
    )

    assert (fault.rule, fault.pointer) == ("plain-identifier", ("contacts", 0, "phone"))
    assert fault.hint == 'write it in quotes: "+442079460018"'


def test_passwords_are_never_written() -> None:
    (fault,) = faults(
        Contacts, "contacts: [{id: b, name: B, email: b@example.com, password: hunter2}]"
    )

    assert fault.rule == "unknown-field"
    assert "encrypted" in fault.hint
    assert "hunter2" not in fault.message + fault.hint


def test_a_contact_without_id_is_refused() -> None:
    (fault,) = faults(Contacts, "contacts: [{name: B, email: b@example.com}]")

    assert (fault.rule, fault.pointer) == ("missing-field", ("contacts", 0, "id"))

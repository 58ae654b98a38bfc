from __future__ import annotations

from engine.texts import texts_of
from schemas.contacts import Contacts
from schemas.customer import Customer


def test_names_lines_notes_and_variables_are_texts_and_identifiers_are_not() -> None:
    customer = Customer.model_validate(
        {
            "name": "Ben LLC",
            "currency": "USD",
            "tags": ["retail"],
            "address": {"lines": ["4 Station Road"], "country": "GB"},
            "vars": {"cli.persist": "3600"},
            "notes": "Prefers e-mail.",
        }
    )

    assert dict(texts_of(customer)) == {
        ("name",): "Ben LLC",
        ("address", "lines", 0): "4 Station Road",
        ("vars", "cli.persist"): "3600",
        ("notes",): "Prefers e-mail.",
    }


def test_texts_of_list_items_are_given_and_defaults_are_not() -> None:
    contacts = Contacts.model_validate(
        {
            "contacts": [
                {"id": "a", "name": "A", "email": "a@example.com"},
                {"id": "b", "name": "B", "email": "b@example.com", "notes": {"private": "Late."}},
            ]
        }
    )

    assert dict(texts_of(contacts)) == {
        ("contacts", 0, "name"): "A",
        ("contacts", 1, "name"): "B",
        ("contacts", 1, "notes", "private"): "Late.",
    }

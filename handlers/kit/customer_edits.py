"""Edits of a customer's own file that several commands make."""

from __future__ import annotations

from collections.abc import Mapping

from engine.edits import EditDocument, Plain
from handlers.kit.fields import edits_for
from handlers.kit.services import Services
from schemas.customer import Customer, CustomerStatus


def with_values(customer: str, values: Mapping[str, Plain], services: Services) -> EditDocument:
    """Give fields of a customer other values: dotted path -> value, None takes the field out."""
    book = services.book
    path = book.path_of("customer", customer)
    file = services.text.read(path, book.documents.data(path)).value or {}
    return EditDocument(path, edits_for(Customer, values, file))


def with_status(customer: str, status: CustomerStatus, services: Services) -> EditDocument:
    """Give a customer another status."""
    return with_values(customer, {"status": status.value}, services)

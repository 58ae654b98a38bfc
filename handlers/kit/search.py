"""Finding customers by any text in their documents."""

from __future__ import annotations

from collections.abc import Iterator

from engine.documents import to_plain
from engine.edits import Plain
from schemas.customer import Customer


def customer_matches(name: str, customer: Customer, wanted: str) -> bool:
    """Whether the text occurs in the id or in any value of the customer, in any case."""
    return next(hits(name, customer, wanted), None) is not None


def hits(name: str, customer: Customer, wanted: str) -> Iterator[tuple[str, str]]:
    """Give each place the text occurs at: (dotted path, value)."""
    needle = wanted.casefold().strip()
    if needle in name.casefold():
        yield "id", name
    for path, value in _texts("", to_plain(customer)):
        if needle in value.casefold():
            yield path, value


def _texts(path: str, value: Plain) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(f"{path}.{key}" if path else key, below)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _texts(f"{path}.{place}", item)
    elif value is not None:
        yield path, str(value)

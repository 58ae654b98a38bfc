"""Addresses that several customers have, told with the plan of a change that names them."""

from __future__ import annotations

from collections.abc import Sequence

from engine.book import Book
from engine.checks import owner_of
from engine.facts import Index, network_of
from engine.overlaps import overlapping


def sharing_notes(book: Book, customer: str, hosts: Sequence[str]) -> tuple[str, ...]:
    """Say of each address or network which other customers have it, or one that overlaps it."""
    others = {host: _others(book, customer, host) for host in hosts}
    return tuple(
        f"{host} is an address of {' and '.join(names)} too: only tech prefixes or caller numbers tell their "
        "calls apart."
        for host, names in others.items()
        if names
    )


def _others(book: Book, customer: str, host: str) -> tuple[str, ...]:
    network = network_of(host)
    held = overlapping(book.documents.facts, Index.NETWORK, network) if network else ()
    return tuple(sorted({owner_of(one.path) for one in held} - {customer}))

"""DIDs in the scope of a check, and what kind of provider they come from."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.lookup import each, look_up
from schemas.dids import DID, DIDs
from schemas.provider import Provider


def dids_in(book: Book, scope: Scope) -> Iterator[tuple[str, int, DID]]:
    """Give every DID in scope: path, place in the list, DID."""
    for loaded, dids in each(book, scope, DIDs):
        for place, did in enumerate(dids.dids):
            yield loaded.path, place, did


def holds_range(book: Book, did: DID) -> bool:
    """Whether the provider card of a DID stands for a range of numbers that its provider holds."""
    provider = look_up(book, Provider, did.provider)
    return provider is not None and provider.range_holder == did.provider_card

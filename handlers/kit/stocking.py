"""Putting many numbers into the stock of their providers in one change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from engine.edits import DocumentEdit, Plain
from handlers.kit.fields import given, nested
from handlers.kit.item_places import place_of
from handlers.kit.items import free_id, rearranged
from handlers.kit.numbers import STOCK, into_stock
from handlers.kit.services import Services
from schemas.dids import DID
from schemas.stock import StockNumber
from schemas.values import slug_from


def restocked(dids: Sequence[DID], services: Services) -> Iterator[DocumentEdit]:
    """Give the edits that put released numbers into stock; those of unknown providers are left out."""
    shelves: dict[str, list[DID]] = defaultdict(list)
    for did in dids:
        if services.book.has("provider", did.provider):
            shelves[did.provider].append(did)
    for provider in sorted(shelves):
        whose = {"provider": provider}
        place = place_of(STOCK, whose, services)
        taken = [str(one.get("id")) for one in place.listed]
        coming = list(_entries(shelves[provider], taken))
        yield rearranged(STOCK, whose, place, services.book, coming=coming, leaving=())


def _entries(dids: Sequence[DID], taken: list[str]) -> Iterator[Mapping[str, Plain]]:
    """Give an entry for each number, with an id no other has."""
    for did in dids:
        name = free_id(slug_from(did.number), taken)
        taken.append(name)
        yield {"id": name, **nested(given(into_stock(did), StockNumber))}

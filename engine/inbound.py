"""Public numbers in the scope of a check, who has one, and what kind of provider they come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from engine.book import Book
from engine.checks import Scope, owner_of
from engine.edits import Pointer
from engine.facts import Index
from engine.lookup import each, look_up
from schemas.dids import DID, DIDs
from schemas.provider import Provider
from schemas.stock import Stock, StockNumber

Owned: TypeAlias = tuple[str, Pointer, str, DID | StockNumber]
"""A number with the path of its document, its place there, and the provider it comes from."""


def dids_in(book: Book, scope: Scope) -> Iterator[tuple[str, int, DID]]:
    """Give every DID in scope: path, place in the list, DID."""
    for loaded, dids in each(book, scope, DIDs):
        for place, did in enumerate(dids.dids):
            yield loaded.path, place, did


def stock_in(book: Book, scope: Scope) -> Iterator[tuple[str, int, StockNumber]]:
    """Give every number in stock in scope: path, place in the list, number."""
    for loaded, stock in each(book, scope, Stock):
        for place, number in enumerate(stock.numbers):
            yield loaded.path, place, number


def numbers_in(book: Book, scope: Scope) -> Iterator[Owned]:
    """Give every public number in scope: those of customers, then those in stock."""
    for path, place, did in dids_in(book, scope):
        yield path, ("dids", place), did.provider, did
    for path, place, number in stock_in(book, scope):
        yield path, ("numbers", place), owner_of(path), number


def holder_of(book: Book, number: str) -> Owned | None:
    """Find a number among those of customers and those in stock; of several holders the first."""
    for held in book.documents.facts.find(Index.DID, number.removeprefix("+")):
        model = book.documents.load(held.path).model
        if isinstance(model, DIDs | Stock):
            entry = (model.dids if isinstance(model, DIDs) else model.numbers)[int(held.fact.at[1])]
            provider = entry.provider if isinstance(entry, DID) else owner_of(held.path)
            return held.path, held.fact.at[:2], provider, entry
    return None


def holds_range(book: Book, provider: str, card: str) -> bool:
    """Whether a card stands for a range of numbers that the provider holds."""
    found = look_up(book, Provider, provider)
    return found is not None and found.range_holder == card

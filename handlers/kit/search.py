"""Finding customers by any text in any of their documents: names, addresses, users, numbers, tags, notes, ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.book import Book
from engine.documents import Loaded, called, to_plain
from engine.edits import Plain, Pointer
from engine.fact_keys import network_of
from engine.facts import Index
from engine.overlaps import overlapping

_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{3,}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place at which a customer's documents say what was looked for.

    ``tab`` is the kind of document, ``field`` the place in it as plans write it: ``ip[office].hosts``.
    """

    customer: str
    tab: str
    field: str
    value: str


def find_customers(book: Book, wanted: str) -> tuple[Hit, ...]:
    """Give every place that says the text, in any case; for an address, also each network that holds it."""
    found = dict.fromkeys((*_said(book, wanted), *_networks(book, wanted)))
    return tuple(sorted(found, key=lambda hit: (hit.customer, hit.tab != "customer", hit.tab)))


def says(loaded: Loaded, wanted: str) -> bool:
    """Whether a document says the text, in its id or anywhere in it, in any case."""
    needle = wanted.casefold().strip()
    return needle in loaded.id.casefold() or any(_hits(loaded, needle))


def _said(book: Book, wanted: str) -> Iterator[Hit]:
    for needle in _needles(wanted):
        for path in book.documents.mentioning(needle):
            yield from _hits(book.documents.load(path), needle)


def _needles(wanted: str) -> list[str]:
    """Look for a number as it was typed and as digits alone, the way files have it."""
    text = wanted.casefold().strip()
    if network_of(text) is not None or not _NUMBER.fullmatch(text):
        return [text]
    return list(dict.fromkeys([text, re.sub(r"[^0-9]", "", text)]))


def _hits(loaded: Loaded, needle: str) -> Iterator[Hit]:
    if loaded.model is None:
        return
    tab = str(loaded.kind.name)
    if tab == "customer" and needle in loaded.id.casefold():
        yield Hit(loaded.id, tab, "id", loaded.id)
    for at, value in _texts((), to_plain(loaded.model)):
        if needle in value.casefold():
            yield Hit(loaded.id, tab, called(loaded.model, at), value)


def _texts(at: Pointer, value: Plain) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _texts((*at, key), below)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _texts((*at, place), item)
    elif value is not None:
        yield at, str(value)


def _networks(book: Book, wanted: str) -> Iterator[Hit]:
    """Give the networks that hold an address, and those that lie in a network."""
    network = network_of(wanted.strip())
    if network is None:
        return
    for one in overlapping(book.documents.facts, Index.NETWORK, network):
        loaded = book.documents.load(one.path)
        host = _at(loaded, one.fact.at)
        yield Hit(loaded.id, str(loaded.kind.name), called(loaded.model, one.fact.at), host)


def _at(loaded: Loaded, at: tuple[str | int, ...]) -> str:
    here: object = to_plain(loaded.model) if loaded.model is not None else None
    for part in at:
        if isinstance(here, dict):
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int):
            here = here[part]
    return str(here)

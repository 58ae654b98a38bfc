"""Addresses, numbers and customers that a text mentions, as people write it: mails, alarms, what somebody pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.book import Book
from engine.fact_keys import network_of

MOST = 20
"""Of each kind; a text with more is a table, which nobody wants explained cell by cell."""

_V4 = r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:/[0-9]{1,2})?(?![\w.]*\w)"
_V6 = r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?:/[0-9]{1,3})?(?![\w:])"
_ADDRESS = re.compile(f"{_V4}|{_V6}")
_NUMBER = re.compile(r"(?<![\w.:/@-])\+?[0-9](?:[0-9 ()./-]{3,20}[0-9])(?![\w@:])")
_SHORTEST, _LONGEST = 5, 15
_DAY_OR_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text mentions, each once, in its order. Numbers are digits alone, customers are ids."""

    addresses: tuple[str, ...]
    numbers: tuple[str, ...]
    customers: tuple[str, ...]


def mentions(text: str, book: Book) -> Mentions:
    """Find what a text mentions."""
    addresses = dict.fromkeys(
        found[0] for found in _ADDRESS.finditer(text) if network_of(found[0]) is not None
    )
    rest = _ADDRESS.sub(" ", text)
    return Mentions(
        tuple(addresses)[:MOST],
        tuple(dict.fromkeys(_numbers(rest)))[:MOST],
        tuple(_customers(text, book))[:MOST],
    )


def _numbers(text: str) -> Iterator[str]:
    for found in _NUMBER.finditer(_DAY_OR_TIME.sub(" ", text)):
        digits = re.sub(r"[^0-9]", "", found[0])
        if _SHORTEST <= len(digits) <= _LONGEST:
            yield digits


def _customers(text: str, book: Book) -> Iterator[str]:
    """Find customers by id or by their whole name, as words of their own."""
    folded = text.casefold()
    for name, customer in book.customers.items():
        if any(_stands_in(word, folded) for word in (name, customer.name.casefold())):
            yield name


def _stands_in(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or before == "-" or after.isalnum() or after == "-"):
            return True
        at = text.find(word, at + 1)
    return False

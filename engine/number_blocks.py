"""The blocks of internal numbers that customers have, and which are free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.book import Book
from engine.checks import owner_of
from engine.facts import Index
from engine.tabs import block_size, held
from schemas.auth import Auth


@dataclass(frozen=True, slots=True)
class Block:
    """The internal numbers of one customer."""

    customer: str
    numbers: range

    @property
    def said(self) -> str:
        """The block as people say it: ``1000-1999``."""
        return said(self.numbers)


def said(numbers: range) -> str:
    """Write a range of numbers the way people say it, both ends included."""
    return f"{numbers.start}-{numbers.stop - 1}"


def blocks(book: Book) -> tuple[Block, ...]:
    """Give every block there is, in the order of numbers."""
    usual = block_size(book)
    found = []
    for one in book.documents.facts.all(Index.NUMBER_RANGE):
        start, _, size = one.fact.value.partition(":")[2].partition("/")
        first = int(start)
        found.append(Block(owner_of(one.path), range(first, first + (int(size) or usual))))
    return tuple(sorted(found, key=lambda block: (block.numbers.start, block.customer)))


def first_free(book: Book, start: int, size: int) -> int:
    """Give the lowest number from ``start`` on, in steps of ``size``, at which so many numbers are free.

    The same book gives the same number, so a replayed request is judged anew on the newest head.
    """
    first = start
    for block in blocks(book):
        taken = block.numbers
        if taken.stop <= first:
            continue
        if first + size <= taken.start:
            break
        steps = -(-(taken.stop - start) // size)
        first = start + steps * size
    return first


def gaps(taken: Sequence[Block], start: int) -> Iterator[range]:
    """Give the ranges between blocks, from ``start`` to the last block."""
    here = start
    for block in taken:
        if block.numbers.start > here:
            yield range(here, block.numbers.start)
        here = max(here, block.numbers.stop)


def users_in(book: Book, customer: str, numbers: range) -> tuple[str, ...]:
    """Give the names of a customer's SIP users that are numbers of a block."""
    auth = held(book, "auth", customer, Auth)
    names = [user.username for user in auth.users] if auth else []
    return tuple(name for name in names if name.isdecimal() and int(name) in numbers)

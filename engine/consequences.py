"""What a change does to customers: what counted for each before, and what counts now.

Checks about consequences compare the two. A customer who is new has no before, so nothing is taken from it; one who
goes is told of by what removes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine.book import Book
from engine.checks import Scope, owner_of, paths_in
from engine.edits import Pointer
from engine.facts import Index
from engine.lookup import look_up
from engine.tabs import brought
from schemas.cli import CLI
from schemas.customer import Customer
from schemas.routing import Routing
from schemas.voice import CallDirection

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Source:
    """An item that counts for a customer: its place in its list, and the tag that brings it, empty if it is its own."""

    tag: str
    place: int
    item: Any


Sources: TypeAlias = Callable[[Book, str, Customer], Sequence[Source]]
"""Gives what counts for a customer in a book, in the order in which it counts."""

Place: TypeAlias = tuple[str, Pointer]


@dataclass(frozen=True, slots=True)
class Turn:
    """A customer before a change and after it, with what counted for it and what counts now."""

    name: str
    before: Customer
    now: Customer
    had: tuple[Source, ...] = ()
    has: tuple[Source, ...] = ()


def turns(book: Book, scope: Scope, *kinds: str) -> Iterator[Turn]:
    """Give every customer that was there before and still is, if its own file or one of these kinds is in scope.

    Of the kinds of templates, those customers count that carry the tag, before or now.
    """
    before = scope.before
    if before is None:
        return
    for name in sorted(_concerned(before, book, scope, kinds)):
        was, now = look_up(before, Customer, name), look_up(book, Customer, name)
        if was is not None and now is not None:
            yield Turn(name, was, now)


def _concerned(before: Book, book: Book, scope: Scope, kinds: tuple[str, ...]) -> set[str]:
    own = [kind for kind in kinds if not kind.startswith("tag-")]
    names = {owner_of(path) for path in paths_in(book, scope, "customer", *own)}
    for path in paths_in(book, scope, *(kind for kind in kinds if kind.startswith("tag-"))):
        for one in (before, book):
            names |= {
                owner_of(held.path) for held in one.documents.facts.find(Index.TAG, owner_of(path))
            }
    return names


def losses(
    book: Book, scope: Scope, kind: str, sources: Sources
) -> Mapping[Place, tuple[Turn, ...]]:
    """Give the customers for whom something counted and nothing does any more, by the place where that is told.

    ``kind`` is that of the customer's own file, ``tag-`` before it that of the template of a tag.
    """
    found: dict[Place, list[Turn]] = defaultdict(list)
    for turn in _turned(book, scope, kind, sources):
        if turn.had and not turn.has:
            found[_where_lost(book, turn, kind)].append(turn)
    return _in_scope(found, scope)


def turned(book: Book, scope: Scope, kind: str, sources: Sources) -> Iterator[tuple[Place, Turn]]:
    """Give every customer for whom something counted and something still does, with the place to tell of what is gone."""
    for turn in _turned(book, scope, kind, sources):
        place = _where_lost(book, turn, kind) if turn.had and turn.has else None
        if place is not None and scope.covers(place[0]):
            yield place, turn


def gains(
    book: Book, scope: Scope, kind: str, sources: Sources
) -> Mapping[Place, tuple[Turn, ...]]:
    """Give the customers for whom nothing counted and something does now, by the place where that is told."""
    found: dict[Place, list[Turn]] = defaultdict(list)
    for turn in _turned(book, scope, kind, sources):
        if turn.has and not turn.had:
            found[_where_gained(book, turn, kind)].append(turn)
    return _in_scope(found, scope)


def _turned(book: Book, scope: Scope, kind: str, sources: Sources) -> Iterator[Turn]:
    for turn in turns(book, scope, kind, f"tag-{kind}"):
        had = tuple(sources(scope.before or book, turn.name, turn.before))
        has = tuple(sources(book, turn.name, turn.now))
        yield Turn(turn.name, turn.before, turn.now, had, has)


def _in_scope(found: Mapping[Place, list[Turn]], scope: Scope) -> Mapping[Place, tuple[Turn, ...]]:
    return {place: tuple(some) for place, some in found.items() if scope.covers(place[0])}


def _where_gained(book: Book, turn: Turn, kind: str) -> Place:
    """Tell it at the first item, unless the customer has it by a tag that is new for it."""
    first = turn.has[0]
    if first.tag and first.tag not in turn.before.tags:
        return book.path_of("customer", turn.name), ("tags", turn.now.tags.index(first.tag))
    path = _path(book, turn.name, kind, first.tag)
    return path, (_LISTS[kind], first.place)


def _where_lost(book: Book, turn: Turn, kind: str) -> Place:
    """Tell it at the list that is empty now; at the customer if its file or its tag is gone."""
    customer = book.path_of("customer", turn.name)
    tags = dict.fromkeys(one.tag for one in turn.had)
    if "" in tags:
        path = _path(book, turn.name, kind, "")
        return (path, (_LISTS[kind],)) if path else (customer, ())
    for tag in tags:
        path = _path(book, turn.name, kind, tag)
        if tag in turn.now.tags and path:
            return path, (_LISTS[kind],)
    return customer, ("tags",)


def _path(book: Book, name: str, kind: str, tag: str) -> str:
    found = (
        book.documents.path_of(f"tag-{kind}", tag) if tag else book.documents.path_of(kind, name)
    )
    return found or ""


_LISTS: Mapping[str, str] = {"cli": "rules", "routing": "routes"}
"""Kind of file -> its list."""


def cli_sources(direction: CallDirection) -> Sources:
    """Make what gives the CLI rules of one direction that count for a customer."""

    def rules(book: Book, name: str, customer: Customer) -> Sequence[Source]:
        return [
            Source(tag, place, rule)
            for tag, place, rule in brought(book, name, customer, "cli", CLI)
            if rule.enabled and rule.direction is direction
        ]

    return rules


def route_sources(book: Book, name: str, customer: Customer) -> Sequence[Source]:
    """Give the routes that count for a customer."""
    every = brought(book, name, customer, "routing", Routing)
    return [Source(tag, place, route) for tag, place, route in every if route.enabled]


def named_items(noun: str, names: Sequence[str]) -> Iterator[str]:
    """Count things and name the first of them: ``2 routes (standard and night)``; nothing if there are none."""
    if names:
        several = "s" if len(names) > 1 else ""
        more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED + 1 else []
        shown = [*(names[:MOST_NAMED] if more else names), *more]
        yield f"{len(names)} {noun}{several} ({', '.join(shown)})"


def were_last(gone: Sequence[str], what: str) -> str:
    """Say of the names of what is gone that it was the last: ``a and b were the last routes``."""
    several = f"{' and '.join(gone)} were the last {what}s"
    return several if len(gone) > 1 else f"{gone[0]} was the last {what}"


def named(some: Sequence[Turn]) -> str:
    """Name the customers of a change: all of few, the first of many."""
    return names_of([turn.name for turn in some])


def names_of(names: Sequence[str]) -> str:
    """Name customers: all of few, the first of many."""
    if len(names) <= MOST_NAMED + 1:
        return " and ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names)
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more customers"

"""Routes in the scope of a check, and the numbers each of them is for as its lines say it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.edits import Pointer
from engine.lookup import each, look_up
from schemas.prefix_set import PrefixSet
from schemas.routing import Route, Routing
from schemas.voice import is_plain_line


def routes_in(book: Book, scope: Scope) -> Iterator[tuple[str, int, Route]]:
    """Give every route in scope, of customers and of tags: path, place in the list, route."""
    for loaded, routing in each(book, scope, Routing):
        for place, route in enumerate(routing.routes):
            yield loaded.path, place, route


def dial_lines(book: Book, route: Route) -> Iterator[tuple[Pointer, str]]:
    """Give the lines a route is for, its own and those of its prefix set, each with its place in the route."""
    for place, line in enumerate(route.dial):
        yield ("dial", place), line
    prefixes = look_up(book, PrefixSet, route.prefix_set) if route.prefix_set else None
    for line in prefixes.lines if prefixes else ():
        yield ("prefix_set",), line


def excludes(route: Route, line: str) -> bool:
    """Whether a route leaves out every number of a line, as far as the lines alone tell."""
    return any(
        left_out == line
        or (is_plain_line(left_out) and is_plain_line(line) and line.startswith(left_out))
        for left_out in route.dial_except
    )

"""What tags are there, who has them, and what each brings to its customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.book import Book
from engine.checks import owner_of
from engine.facts import Index
from engine.tabs import held
from schemas.alerts import SharedAlerts
from schemas.cli import CLI
from schemas.routing import Routing


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag: the ids of its customers, and how many routes and CLI rules it brings and how many alerts watch it.

    ``alert_files`` are the ids of the shared files of alerts that name it.
    """

    tag: str
    customers: tuple[str, ...]
    routes: int
    rules: int
    alerts: int
    alert_files: tuple[str, ...]


def tag_uses(book: Book) -> Mapping[str, TagUse]:
    """Give every tag that a customer has or a document is about, in the order of tags."""
    having: dict[str, list[str]] = {}
    for one in book.documents.facts.all(Index.TAG):
        having.setdefault(one.fact.value, []).append(owner_of(one.path))
    watching = _watching(book)
    tags = {*having, *watching, *book.paths("tag-routing"), *book.paths("tag-cli")}
    return {
        tag: _use(book, tag, having.get(tag, ()), watching.get(tag, {})) for tag in sorted(tags)
    }


def tag_use(book: Book, tag: str) -> TagUse:
    """Give one tag, whether anybody has it or not."""
    having = [owner_of(one.path) for one in book.documents.facts.find(Index.TAG, tag)]
    return _use(book, tag, having, _watching(book).get(tag, {}))


def _use(
    book: Book, tag: str, customers: list[str] | tuple[()], alerts: Mapping[str, int]
) -> TagUse:
    routing = held(book, "tag-routing", tag, Routing)
    rules = held(book, "tag-cli", tag, CLI)
    return TagUse(
        tag,
        tuple(sorted(customers)),
        len(routing.routes) if routing else 0,
        len(rules.rules) if rules else 0,
        sum(alerts.values()),
        tuple(alerts),
    )


def _watching(book: Book) -> Mapping[str, dict[str, int]]:
    """Give the shared files of alerts that name each tag: tag -> file -> how many alerts."""
    found: dict[str, dict[str, int]] = {}
    for loaded in book.documents.every("shared-alerts"):
        if isinstance(loaded.model, SharedAlerts):
            for tag in loaded.model.watch.tags:
                found.setdefault(tag, {})[loaded.id] = len(loaded.model.alerts)
    return found

"""Validation: every document and every check of 1,000 customers, against reading the same bytes with nothing to spare.

The peer turns libyaml's events into plain dictionaries of texts, without looking at keys twice, and lets pydantic make
the same models of them: no positions, no rules of the text, no checks across documents. Target: within 2x.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yaml._yaml import CParser
from yaml.events import MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from adapters.documents.folder import FolderDocuments
from adapters.yamltext import YamlText
from benchmarks.carriers import carrier_files
from benchmarks.harness import Row, compare, take_turns
from engine.book import Book
from engine.checks import run_checks
from engine.errors import Severity
from schemas.kinds import kind_of

CUSTOMERS = 1_000
PEER = "libyaml events to texts, then pydantic"


def measure() -> Sequence[Row]:
    """Validate in turns."""
    files = carrier_files(CUSTOMERS)
    taken = take_turns(
        {"ours": lambda: validate(files), PEER: lambda: read_all(files)}, rounds=15, budget_s=40
    )
    return (compare(f"{CUSTOMERS:,} customers", taken["ours"], PEER, taken[PEER], at_most=2),)


class InMemory:
    """Files that need no disk, so that both sides read the same bytes at no cost."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Hold ``files``."""
        self._files = files

    def files(self) -> Mapping[str, object]:
        """List them."""
        return self._files

    def read(self, path: str) -> bytes:
        """Give the bytes of one."""
        return self._files[path]


def validate(files: Mapping[str, bytes]) -> int:
    """Do what ``trunkline validate`` does; a carrier made for measuring has warnings and no error."""
    book = Book(FolderDocuments(InMemory(files), YamlText()))
    problems = [*book.problems(), *run_checks(book)]
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise ValueError(f"the carrier does not hold: {errors[0]}")
    return len(files)


def read_all(files: Mapping[str, bytes]) -> list[object]:
    """Make the models of all files and keep them, as a book does."""
    models: list[object] = []
    for path, data in files.items():
        placed = kind_of(path)
        if placed is not None:
            models.append(placed[0].model.model_validate(read(data)))
    return models


def read(data: bytes) -> Any:
    """Read one document into dictionaries and lists of texts."""
    parser = CParser(data.decode())
    parser.get_event()
    parser.get_event()
    return _value(parser, parser.get_event())


def _value(parser: Any, event: Any) -> Any:
    if isinstance(event, ScalarEvent):
        return event.value
    if isinstance(event, MappingStartEvent):
        return _mapping(parser)
    if isinstance(event, SequenceStartEvent):
        return _sequence(parser)
    raise ValueError(f"the files made for measuring hold no {event}")


def _mapping(parser: Any) -> dict[str, Any]:
    found = {}
    while isinstance(event := parser.get_event(), ScalarEvent):
        found[event.value] = _value(parser, parser.get_event())
    return found


def _sequence(parser: Any) -> list[Any]:
    found = []
    while not isinstance(event := parser.get_event(), SequenceEndEvent):
        found.append(_value(parser, event))
    return found

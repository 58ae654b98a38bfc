"""Parsing many documents into rows of the index, in several processes where that pays."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache

from engine.document_facts import facts_of
from engine.documents import Loaded, parse_document
from engine.edits import Pointer
from engine.errors import Problem
from engine.ports.repository import BlobId
from engine.ports.texts import DocumentText

SEVERAL_FROM = 5_000
"""From how many documents on several processes are faster than one: starting them costs half a second."""

BATCH = 2_000
_FAST = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)

Raw = tuple[str, BlobId, bytes]


@dataclass(slots=True)
class Rows:
    """Rows for the tables of the index. ``broken`` are documents that do not hold, still without a substitute."""

    files: list[tuple[str | None, ...]] = field(default_factory=list)
    documents: list[tuple[str | bytes | None, ...]] = field(default_factory=list)
    facts: list[tuple[str, ...]] = field(default_factory=list)
    broken: list[tuple[BlobId, Loaded, bytes]] = field(default_factory=list)

    def add(self, blob: BlobId, loaded: Loaded, value: str | None, data: bytes) -> None:
        """Add the rows of one document; its bytes are kept too, because asking git for them costs a process."""
        path, kind, name = loaded.path, str(loaded.kind.name), loaded.id
        self.files.append((path, blob, kind, name, loaded.stands_in))
        told = problems_text(loaded.problems)
        self.documents.append((blob, kind, name, value, told, zlib.compress(data, _FAST)))
        self.facts += [(f.index, f.value, path, _place_text(f.at)) for f in facts_of(loaded)]


def parse_rows(raw: Iterable[Raw], text: DocumentText) -> Rows:
    """Parse documents into rows."""
    rows = Rows()
    for path, blob, data in raw:
        parsed = parse_document(path, data, text)
        if parsed is None:
            continue
        loaded, value = parsed
        if loaded.model is None:
            rows.broken.append((blob, loaded, data))
        else:
            rows.add(blob, loaded, _ENCODER.encode(value), data)
    return rows


def parse_batches(batches: Iterable[list[Raw]], count: int, text: DocumentText) -> Iterator[Rows]:
    """Parse batches, in order; ``count`` is how many documents they hold together."""
    processes = min(os.cpu_count() or 1, 4)
    if count < SEVERAL_FROM or processes == 1:
        with collector_held_back():
            for batch in batches:
                yield parse_rows(batch, text)
        return
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(processes, context, initializer=gc.disable) as pool:
        waiting: deque[Future[Rows]] = deque()
        for batch in batches:
            waiting.append(pool.submit(parse_rows, batch, text))
            # A few batches ahead keep every process busy; all of them at once would fill the memory.
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def problems_text(problems: tuple[Problem, ...]) -> str:
    """Write problems as the index keeps them."""
    return (
        "[]" if not problems else json.dumps([asdict(one) for one in problems], ensure_ascii=False)
    )


@cache
def _place_text(at: Pointer) -> str:
    return json.dumps(at)


@contextmanager
def collector_held_back() -> Iterator[None]:
    """Hold the garbage collector back while many objects are made: it would look at all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

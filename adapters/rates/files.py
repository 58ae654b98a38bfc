"""Compiled rate tables by the blob they were compiled of: a file each, made once and mapped by every process."""

from __future__ import annotations

import contextlib
import mmap
import os
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from engine.ports.repository import BlobId
from engine.rating.compiled import CompiledRates, NotCompiledError, code_digest
from engine.rating.compiling import compile_rates

KEPT_FILES = 500
"""How many compiled tables stay on the disk; those used longest ago go first."""
KEPT_OPEN = 200
"""How many stay mapped; each holds a descriptor for as long as somebody uses it."""
LEFT_OVER_S = 3_600
"""Seconds after which a file that was being written belongs to a process that was killed."""


class RateFiles:
    """Compiles rate tables and keeps them in a folder; safe for several threads and processes."""

    def __init__(self, folder: Path | None) -> None:
        """Keep files in ``folder``, which is made when needed; None: in memory only."""
        self._folder = folder
        self._open: OrderedDict[BlobId, CompiledRates | None] = OrderedDict()
        self._lock = Lock()

    def compiled(self, blob: BlobId, read: Callable[[], bytes]) -> CompiledRates | None:
        """Give the compiled form of a blob; ``read`` gives its bytes if need be. None: the table does not hold."""
        with self._lock:
            if blob in self._open:
                self._open.move_to_end(blob)
                return self._open[blob]
        found = self._mapped(blob) or self._made(blob, read)
        with self._lock:
            kept = self._open.setdefault(blob, found)
            while len(self._open) > KEPT_OPEN:
                self._open.popitem(last=False)
            return kept

    def _path(self, blob: BlobId) -> Path | None:
        return self._folder / f"{blob}-{code_digest()}.rates" if self._folder else None

    def _mapped(self, blob: BlobId) -> CompiledRates | None:
        """Map the file of a blob; None if there is none, or it is cut short or of another version."""
        path = self._path(blob)
        if path is None:
            return None
        try:
            with path.open("rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):  # an empty file cannot be mapped
            return None
        try:
            return CompiledRates(memoryview(mapped))
        except NotCompiledError:
            return None

    def _made(self, blob: BlobId, read: Callable[[], bytes]) -> CompiledRates | None:
        try:
            data = compile_rates(read())
        except NotCompiledError:
            return None
        path = self._path(blob)
        if path is not None:
            # A full disk costs speed, not answers.
            with contextlib.suppress(OSError):
                _write(path, data)
        return self._mapped(blob) or CompiledRates(data)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and drop those used longest ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(
                file.fileno()
            )  # a file that has its name and not its bytes would give wrong prices
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    files = sorted(path.parent.glob("*.rates"), key=lambda one: one.stat().st_atime)
    left_over = [
        one
        for one in path.parent.glob("*.tmp")
        if one.stat().st_mtime < path.stat().st_mtime - LEFT_OVER_S
    ]
    for old in (*files[:-KEPT_FILES], *left_over):
        old.unlink(missing_ok=True)

"""Where the config lies within a commit: at its top or in the folder ``config``; asked once for each commit."""

from __future__ import annotations

from pathlib import Path

from adapters.git import reading
from adapters.git.names import checked_path
from engine.ports.repository import CommitId

_KEPT = 1000


class Roots:
    """Remembers the root of each commit of a clone: empty for the top, or ``config/``."""

    def __init__(self, clone: Path) -> None:
        """Ask ``clone``."""
        self._clone = clone
        self._known: dict[CommitId, str] = {}

    def of(self, commit: CommitId) -> str:
        """Give the folder that holds ``settings.yaml``.

        Raises:
            Refused: there is no such commit.
        """
        known = self._known.get(commit)
        if known is None:
            known = reading.root(self._clone, commit)
            self._remember(commit, known)
        return known

    def place(self, path: str, commit: CommitId) -> str:
        """Give a path of the config from the top of a commit.

        Raises:
            Refused: it leads outside.
        """
        return self.of(commit) + checked_path(path)

    def inherit(self, commit: CommitId, base: CommitId) -> None:
        """Take the root of ``commit``, which writes no settings, for that of ``base``."""
        self._remember(commit, self.of(base))

    def forget(self) -> None:
        """Ask anew: the clone is another one."""
        self._known.clear()

    def _remember(self, commit: CommitId, root: str) -> None:
        if len(self._known) >= _KEPT:
            self._known.clear()
        self._known[commit] = root

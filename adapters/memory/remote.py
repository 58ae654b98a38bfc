"""What a forge holds, in memory: the branch of the config, others beside it, and the people who push and merge there."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from adapters.memory.objects import Objects
from engine.ports.repository import BlobId, CommitId, Person


@dataclass
class MemoryRemote:
    """What a forge holds: the branch of the config, and others by name. Tests switch ``is_reachable`` and the like.

    ``is_protected``: the branch of the config takes no pushes. ``declines`` is what a hook says to every push.
    """

    branch: str = "main"
    is_reachable: bool = True
    is_protected: bool = False
    declines: str = ""
    head: CommitId | None = None
    branches: dict[str, CommitId] = field(default_factory=dict)
    tags: dict[str, CommitId] = field(default_factory=dict)
    objects: Objects = field(default_factory=Objects)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def commit(
        self, changes: Mapping[str, bytes | None], *, message: str, author: Person, at: datetime
    ) -> CommitId:
        """Commit to the branch as a person does who pushes, and give the new head."""
        with self.lock:
            people = (author, author)
            self.head = self.objects.add(self.head, changes, message=message, people=people, at=at)
            return self.head

    def squash(self, branch: str, *, author: Person, at: datetime) -> CommitId:
        """Merge what a branch holds as one commit on top of the other, as a person does on a forge; gives the new head."""
        with self.lock:
            tip = self.objects.commits[self.branches[branch]]
            before = self.objects.commits[tip.parent].files if tip.parent else {}
            paths = {path for path, _ in before.items() ^ tip.files.items()}
            changes = {
                path: self.objects.blobs.get(tip.files.get(path, BlobId(""))) for path in paths
            }
            return self.commit(changes, message=tip.message, author=author, at=at)

    def rewind(self, commit: CommitId | None) -> None:
        """Rewrite history: put the branch back to an older commit; None deletes it."""
        with self.lock:
            self.head = commit

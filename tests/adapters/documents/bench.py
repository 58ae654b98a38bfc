"""A remote, a clone and an index beside it, to ask git and the index the same."""

from __future__ import annotations

from pathlib import Path

from adapters.documents.commits import CommitDocuments, Memory
from adapters.documents.index import HeadIndex
from adapters.memory.remote import MemoryRemote
from adapters.memory.repository import MemoryRepository
from adapters.yamltext import YamlText
from engine.book import Book, Documents
from engine.facts import Index
from engine.ports.repository import CommitId
from handlers.kit.search import find_customers
from tests.builders import BOT, HAND, NOON

TEXT = YamlText()


BROKEN = b"name: Ben LLC\ncurrency: usd\nlimts: {channels: 3}\n"


class Counting(MemoryRepository):
    """A repository that counts how many blobs it was asked for."""

    read_blobs = 0

    def read(self, blobs):
        """Read, and count."""
        wanted = list(blobs)
        self.read_blobs += len(wanted)
        return super().read(wanted)


class Bench:
    """A remote, a clone, and an index beside it."""

    def __init__(self, tmp_path: Path, files: dict[str, bytes]) -> None:
        self.remote = MemoryRemote()
        self.remote.commit(files, author=HAND, at=NOON, message="Start")
        self.repository = Counting(self.remote, committer=BOT)
        self.file = tmp_path / "index.db"
        self.index = self.reopened()

    def reopened(self, code: str = "code") -> HeadIndex:
        return HeadIndex(self.file, self.repository, TEXT, code=code)

    def push(self, files: dict[str, bytes | None]) -> CommitId:
        return self.remote.commit(files, author=HAND, at=NOON, message="Change")

    def open(self) -> Documents:
        return self.index.open(self.repository.fetch())

    def plain(self) -> Documents:
        return CommitDocuments(self.repository, TEXT, self.repository.fetch(), Memory())


def answers(documents: Documents) -> dict[str, object]:
    """Everything a set of documents can be asked."""
    kinds = ("customer", "auth", "routing", "provider", "rate-card", "settings", "prefix-set")
    indexes = [*Index, "ref:operator", "ref:rate-card", "ref:provider"]
    placed = {kind: dict(documents.paths(kind)) for kind in kinds}
    return {
        "blobs": dict(documents.blobs()),
        "placed": placed,
        "models": {
            path: documents.load(path).model for kind in placed.values() for path in kind.values()
        },
        "faults": [str(problem) for problem in documents.faults()],
        "facts": {index: set(documents.facts.all(index)) for index in indexes},
        "doubles": {index: set(documents.facts.doubles(index)) for index in indexes},
        "mentioning": [
            find_customers(Book(documents), wanted)
            for wanted in ("name c3", "BEN", "203.0.113.7", "t1", 'say "x"')
        ],
        "networks": list(documents.facts.span(Index.NETWORK, "4:c", "4:d")),
    }

"""A cold start: the whole config of 10,000 customers (40,000 documents) read, checked field by field and indexed.

The peer turns libyaml's events of the same bytes into plain dictionaries of texts and lets pydantic make the models;
it is given the bytes, and keeps nothing. Ours reads them from git and writes the index. Target: within 2x.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.documents.index import HeadIndex
from adapters.documents.parsing import collector_held_back
from adapters.git.repository import GitRepository
from adapters.yamltext import YamlText
from benchmarks.carriers import kept_remote
from benchmarks.cases.validate import read_all
from benchmarks.harness import Row, compare, take_turns
from engine.ports.repository import CommitId, Person

CUSTOMERS = 10_000
PEER = "libyaml events to texts, then pydantic"
BOT = Person("Trunkline", "trunkline@example.com")


def measure() -> Sequence[Row]:
    """Load in turns; every round begins without an index."""
    folder = kept_remote(CUSTOMERS)
    remote = str((folder / "remote.git").absolute())
    repository = GitRepository(remote, clone=folder / "clone.git", branch=None, committer=BOT)
    head = repository.fetch()
    tree = repository.tree(head)
    blobs = repository.read(set(tree.values()))
    files = {path: blobs[blob] for path, blob in tree.items()}
    taken = take_turns(
        {"ours": lambda: load(repository, head), PEER: lambda: read_unhindered(files)},
        rounds=5,
        budget_s=50,
    )
    row = compare(f"{CUSTOMERS:,} customers, cold", taken["ours"], PEER, taken[PEER], at_most=2)
    return (row,)


def read_unhindered(files: Mapping[str, bytes]) -> list[object]:
    """Read as quickly as one process can: the garbage collector is held back on this side too."""
    with collector_held_back():
        return read_all(files)


def load(repository: GitRepository, head: CommitId) -> None:
    """Index the head from nothing."""
    with TemporaryDirectory() as folder:
        HeadIndex(Path(folder) / "index.db", repository, YamlText(), code="bench").open(head)

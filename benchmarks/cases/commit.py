"""A commit: one field of one customer, from the intent to a commit in our clone, against git's own plumbing.

Ours works out the new bytes, checks the whole book, makes the plan and writes the commit; nothing is fetched or
pushed. The peer is given the finished bytes and only stores them: ``git hash-object``, one ``git ls-tree`` and
``git mktree`` per folder up to the root, ``git commit-tree``, ``git update-ref``. 1,000 customers, in one folder and
fanned out. Target: within 3x.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from adapters.documents.commits import CommitDocuments, Memory
from adapters.git.repository import GitRepository
from adapters.yamltext import YamlText
from benchmarks.carriers import (
    carrier_files,
    customer_file,
    customer_id,
    git,
    git_bytes,
    make_remote,
)
from benchmarks.harness import Row, compare, take_turns
from engine.book import Book
from engine.draft import make_draft
from engine.edits import EditDocument, SetKey
from engine.ports.ids import OperationId
from engine.ports.repository import CommitId, Person
from schemas.kinds import kind_named

CUSTOMERS = 1_000
EDITED = 500
PEER = "hash-object, mktree chain, update-ref"
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ADA = Person("Ada Larsen", "ada@example.com")
BOT = Person("Trunkline", "trunkline@example.com")
REF = "refs/bench/peer"


def measure() -> Sequence[Row]:
    """Commit in turns, in a flat and in a fanned-out carrier."""
    return tuple(
        row
        for shape, fan_out in (("flat", False), ("fan-out", True))
        for row in _shape(shape, fan_out=fan_out)
    )


def _shape(shape: str, *, fan_out: bool) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        remote = make_remote(place / "remote.git", carrier_files(CUSTOMERS, fan_out=fan_out))
        clone = place / "clone.git"
        repository = GitRepository(str(remote), clone=clone, branch=None, committer=BOT)
        base = repository.fetch()
        path = kind_named("customer").path(customer_id(EDITED), fan_out=fan_out)
        taken = take_turns(
            {"ours": ours(repository, base, path), PEER: theirs(clone, base, path)},
            rounds=30,
            budget_s=20,
        )
    yield compare(f"{CUSTOMERS:,} customers, {shape}", taken["ours"], PEER, taken[PEER], at_most=3)


def ours(repository: GitRepository, base: CommitId, path: str) -> Callable[[], object]:
    """Edit, check, plan and commit, on a book that has been read before."""
    text = YamlText()
    book = Book(CommitDocuments(repository, text, base, Memory()))
    numbers = itertools.count(1)

    def run() -> CommitId:
        number = next(numbers)
        edit = EditDocument(path, (SetKey(("limits", "channels"), 1000 + number),))
        draft = make_draft(book, (edit,), text)
        operation = OperationId(f"op-{number:026}")
        message = f"Edit limits.channels\n\nOp-Id: {operation}\nPlan-Digest: {draft.plan.digest}\n"
        return repository.commit(
            base, draft.files, message=message, author=ADA, at=AT, keep_as=operation
        )

    return run


def theirs(clone: Path, base: CommitId, path: str) -> Callable[[], object]:
    """Store finished bytes with one git process per step."""
    numbers = itertools.count(1)

    def run() -> str:
        number = next(numbers)
        data = customer_file(EDITED).replace(b"channels: 10", b"channels: %d" % (5000 + number))
        made = ("100644", "blob", git(clone, "hash-object", "-w", "--stdin", stdin=data))
        *folders, name = path.split("/")
        for depth in range(len(folders), -1, -1):
            here = "/".join(folders[:depth])
            tree = _with_entry(clone, f"{base}:{here}", name, made)
            name, made = (folders[depth - 1] if depth else ""), ("040000", "tree", tree)
        commit = git(clone, "commit-tree", made[2], "-p", base, "-m", "Edit limits.channels")
        git(clone, "update-ref", REF, commit)
        return commit

    return run


def _with_entry(clone: Path, tree: str, name: str, made: tuple[str, str, str]) -> str:
    """Write the tree anew with one entry replaced."""
    entries = git_bytes(clone, "ls-tree", "-z", tree).split(b"\0")
    new = "{} {} {}\t{}".format(*made, name).encode()
    kept = [entry for entry in entries if entry and entry.split(b"\t", 1)[1] != name.encode()]
    return git(clone, "mktree", "-z", stdin=b"\0".join([*kept, new]) + b"\0")

"""An edit of one field from the intent to the commit, in fanned-out carriers of 1,000 and of 100,000 customers.

Ours works out the new bytes, checks what they may break, makes the plan and writes the commit; fetch and push are
left out. Peers: itself at 1,000 customers (growth, at most 2x); git's plumbing on the same repository, given the
finished bytes (at most 3x); GitPython's ``index.add`` and ``index.commit`` on the same repository (at least 50 times
slower, so at most 0.02x).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from adapters.git.repository import GitRepository
from adapters.yamltext import YamlText
from benchmarks.carriers import customer_file, customer_id, git, kept_remote
from benchmarks.cases.commit import theirs
from benchmarks.cases.restart import house_over
from benchmarks.harness import Row, compare, take_turns
from engine.draft import make_draft
from engine.edits import EditDocument, SetKey
from engine.ports.ids import OperationId
from engine.ports.repository import CommitId, Person
from schemas.kinds import kind_named

SMALL, BIG = 1_000, 100_000
EDITED = 500
PLUMBING = "hash-object, mktree chain, update-ref"
INDEX = "GitPython index.add and index.commit"
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ADA = Person("Ada Larsen", "ada@example.com")
BOT = Person("Trunkline", "trunkline@example.com")


def measure() -> Sequence[Row]:
    """Edit in turns; the slow peer takes few turns of its own."""
    small, big = kept_remote(SMALL), kept_remote(BIG)
    clone, base = _clone(big)
    path = kind_named("customer").path(customer_id(EDITED), fan_out=True)
    quick = take_turns(
        {
            "big": ours(big),
            "small": ours(small),
            PLUMBING: theirs(clone, base, path),
        },
        rounds=20,
        budget_s=30,
    )
    slow = take_turns({"big": ours(big), INDEX: indexed(clone, path)}, rounds=3, budget_s=60)
    name = f"{BIG:,} customers"
    return (
        compare(f"{name}, growth", quick["big"], f"{SMALL:,} customers", quick["small"], at_most=2),
        compare(f"{name}, plumbing", quick["big"], PLUMBING, quick[PLUMBING], at_most=3),
        compare(f"{name}, index", slow["big"], INDEX, slow[INDEX], at_most=0.02),
    )


def _clone(folder: Path) -> tuple[Path, CommitId]:
    clone = folder / "peer.git"
    remote = str((folder / "remote.git").absolute())
    repository = GitRepository(remote, clone=clone, branch=None, committer=BOT)
    return clone, repository.fetch()


def ours(folder: Path) -> Callable[[], object]:
    """Edit, check, plan and commit over the index."""
    house = house_over(folder)
    book = house.books.head().book
    text, numbers = YamlText(), itertools.count(1)
    path = book.path_of("customer", customer_id(EDITED))

    def run() -> CommitId:
        number = next(numbers)
        edit = EditDocument(path, (SetKey(("limits", "channels"), 1000 + number),))
        draft = make_draft(house.books.at(book.commit), (edit,), text)
        operation = OperationId(f"op-{number:026}")
        message = f"Edit limits.channels\n\nOp-Id: {operation}\nPlan-Digest: {draft.plan.digest}\n"
        return house.repository.commit(
            book.commit, draft.files, message=message, author=ADA, at=AT, keep_as=operation
        )

    return run


def indexed(clone: Path, path: str) -> Callable[[], object]:
    """Commit through GitPython's index, as most programs do."""
    from git import Actor, Repo
    from git.index import BaseIndexEntry
    from gitdb import IStream

    head = git(clone, "rev-parse", "refs/remotes/origin/main")
    git(clone, "update-ref", "refs/heads/main", head)
    git(clone, "symbolic-ref", "HEAD", "refs/heads/main")
    git(clone, "read-tree", "HEAD")
    numbers, ada = itertools.count(1), Actor(ADA.name, ADA.email)

    def run() -> object:
        data = customer_file(EDITED).replace(b"channels: 10", b"channels: %d" % next(numbers))
        with Repo(clone) as repo:
            stored = repo.odb.store(IStream(b"blob", len(data), BytesIO(data)))
            repo.index.add([BaseIndexEntry((0o100644, stored.binsha, 0, path))])
            return repo.index.commit("Edit limits.channels", author=ada, committer=ada)

    return run

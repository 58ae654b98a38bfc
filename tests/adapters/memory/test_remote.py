"""A forge in memory: what people do there."""

from __future__ import annotations

from datetime import timedelta

from adapters.memory.remote import MemoryRemote
from engine.ports.repository import CommitId
from tests.git_remote import BOT, FIRST_FILES, NOON, OLGA

LATER = NOON + timedelta(minutes=1)
ACME = "customers/acme/customer.yaml"


def a_remote() -> MemoryRemote:
    remote = MemoryRemote()
    remote.commit(FIRST_FILES, message="First files", author=OLGA, at=NOON)
    return remote


def files_of(remote: MemoryRemote, commit: CommitId | None) -> dict[str, bytes]:
    assert commit is not None
    held = remote.objects.commits[commit].files
    return {path: remote.objects.blobs[blob] for path, blob in held.items()}


def test_what_a_person_pushes_stands_on_what_was_there() -> None:
    remote = a_remote()
    before = remote.head

    head = remote.commit({ACME: b"new\n"}, message="By hand", author=OLGA, at=LATER)

    assert remote.head == head
    assert remote.objects.commits[head].parent == before
    assert files_of(remote, head) == {**FIRST_FILES, ACME: b"new\n"}


def test_a_squashed_branch_is_one_commit_with_its_changes_on_what_came_meanwhile() -> None:
    remote = a_remote()
    assert remote.head is not None
    remote.branches["proposal"] = remote.objects.add(
        remote.head,
        {ACME: None, "added.yaml": b"new\n"},
        message="Drop Acme\n\nOp-Id: op-1",
        people=(BOT, BOT),
        at=NOON,
    )
    meanwhile = remote.commit({"other.yaml": b"x\n"}, message="By hand", author=OLGA, at=LATER)

    squashed = remote.squash("proposal", author=OLGA, at=LATER)

    kept = {path: data for path, data in FIRST_FILES.items() if path != ACME}
    commit = remote.objects.commits[squashed]
    assert remote.head == squashed
    assert commit.parent == meanwhile
    assert commit.message == "Drop Acme\n\nOp-Id: op-1"
    assert files_of(remote, squashed) == {**kept, "added.yaml": b"new\n", "other.yaml": b"x\n"}


def test_history_can_be_put_back_and_the_branch_taken_away() -> None:
    remote = a_remote()
    first = remote.head
    remote.commit({ACME: b"new\n"}, message="By hand", author=OLGA, at=LATER)

    remote.rewind(first)
    assert remote.head == first

    remote.rewind(None)
    assert remote.head is None

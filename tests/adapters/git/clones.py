"""Clones of real remotes, and what is done with them in most tests of git."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from adapters.git.repository import GitRepository
from engine.ports.ids import OperationId
from engine.ports.repository import CommitId, PushOutcome
from tests.git_remote import BOT, NOON, OLGA

BEN = "customers/ben-llc/customer.yaml"


def a_repository(
    folder: Path,
    *,
    remote: str = "",
    clone: str = "clone.git",
    branch: str | None = None,
    timeout_s: float = 30,
    signing_key: str | None = None,
) -> GitRepository:
    return GitRepository(
        remote or str(folder / "remote.git"),
        clone=folder / clone,
        branch=branch,
        committer=BOT,
        timeout_s=timeout_s,
        signing_key=signing_key,
    )


def a_commit(
    repository: GitRepository, base: CommitId, changes: dict[str, bytes | None], number: int = 1
) -> CommitId:
    operation = OperationId(f"op-{number:026d}")
    return repository.commit(
        base,
        changes,
        message=f"Change {number}\n\nOp-Id: {operation}\n",
        author=OLGA,
        at=NOON + timedelta(minutes=number),
        keep_as=operation,
    )


def land(repository: GitRepository, path: str, number: int) -> int:
    """Replay a change until it lands; give how many tries that took."""
    for attempt in range(1, 100):
        base = repository.fetch()
        commit = a_commit(repository, base, {path: f"by {number}\n".encode()}, number)
        if repository.push(commit, base=base).outcome is PushOutcome.LANDED:
            return attempt
    raise AssertionError("never landed")


def a_hook(remote: Path, name: str, script: str) -> None:
    hook = remote / "hooks" / name
    hook.write_text(f"#!/bin/sh\n{script}\n")
    hook.chmod(0o755)

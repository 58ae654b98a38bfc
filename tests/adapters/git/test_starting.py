"""The first commit of a repository, pushed only where there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.git.starting import start_repository
from engine.errors import Refused, Unavailable
from engine.ports.repository import Person
from tests.git_remote import bare_remote, git

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ROSA, BOT = Person("Rosa", "rosa@example.com"), Person("Trunkline", "bot@example.com")


def start(remote: str | Path, *, branch: str | None = None) -> str:
    return start_repository(
        str(remote),
        {"settings.yaml": b"name: Zo\xc3\xab\n", "customers/a/customer.yaml": b""},
        branch=branch,
        author=ROSA,
        committer=BOT,
        message="Start",
        at=NOON,
    )


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    remote = tmp_path / "empty.git"
    remote.mkdir()
    git(remote, "init", "--quiet", "--bare", "--initial-branch=trunk")
    return remote


def test_the_branch_is_the_one_the_remote_expects(empty: Path) -> None:
    assert start(empty) == "trunk"

    assert git(empty, "show", "trunk:settings.yaml") == "name: Zoë"
    assert git(empty, "log", "-1", "--format=%an|%cn|%s", "trunk") == "Rosa|Trunkline|Start"


def test_a_branch_that_is_named_wins(empty: Path) -> None:
    assert start(empty, branch="main") == "main"
    assert git(empty, "rev-parse", "--verify", "main")


def test_a_remote_with_commits_is_left_alone(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "full.git")
    before = git(remote, "for-each-ref")

    with pytest.raises(Refused, match="is not empty"):
        start(remote, branch="other")

    assert git(remote, "for-each-ref") == before


def test_a_remote_that_declines_is_told(empty: Path) -> None:
    hook = empty / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no pushes here >&2\nexit 1\n")
    hook.chmod(0o755)

    with pytest.raises(Refused, match="did not take the first commit"):
        start(empty)


def test_a_remote_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="the config remote"):
        start(tmp_path / "none.git")


def test_a_transport_that_runs_programs_is_refused() -> None:
    with pytest.raises(Refused):
        start("ext::sh -c true")

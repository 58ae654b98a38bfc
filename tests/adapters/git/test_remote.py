"""The remote as our clone knows it: its branches, what it says to a push, and what happens when it says nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from engine.errors import Refused, Unavailable
from engine.ports.repository import PushOutcome
from tests.adapters.git.clones import BEN, a_commit, a_hook, a_repository
from tests.git_remote import bare_remote, git, human_commit, no_user_git_settings

__all__ = ["no_user_git_settings"]


def test_uses_the_branch_the_remote_calls_its_default(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    trunk = human_commit(remote, {"settings.yaml": b"format: 1\n"}, branch="trunk/v1")
    git(remote, "symbolic-ref", "HEAD", "refs/heads/trunk/v1")
    repository = a_repository(tmp_path)

    base = repository.fetch()
    commit = a_commit(repository, base, {"a.yaml": b"x\n"})

    assert base == trunk
    assert repository.push(commit, base=base).outcome is PushOutcome.LANDED
    assert git(remote, "rev-parse", "trunk/v1") == commit


def test_follows_a_renamed_default_branch(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)
    first = repository.fetch()
    git(remote, "branch", "-m", "main", "trunk")
    git(remote, "symbolic-ref", "HEAD", "refs/heads/trunk")

    assert repository.fetch() == first
    assert repository.resolve("trunk") == first
    commit = a_commit(repository, first, {"a.yaml": b"x\n"})
    assert repository.push(commit, base=first).outcome is PushOutcome.LANDED
    assert git(remote, "rev-parse", "trunk") == commit


def test_an_empty_remote_and_a_missing_branch_are_told(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")

    with pytest.raises(Refused, match="has no default branch"):
        a_repository(tmp_path).head()
    with pytest.raises(Refused, match="has no main"):
        a_repository(tmp_path, branch="main", clone="other.git").head()


def test_a_remote_that_is_nowhere_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="does not appear to be a git repository"):
        a_repository(tmp_path).fetch()


def test_a_password_in_the_url_is_for_nobody_to_see(tmp_path: Path) -> None:
    repository = a_repository(tmp_path, remote="https://bot:s3cret@127.0.0.1:1/x.git", timeout_s=20)

    with pytest.raises(Unavailable) as failure:
        repository.fetch()

    assert "s3cret" not in str(failure.value)
    assert stat.S_IMODE((tmp_path / "clone.git" / "config").stat().st_mode) == 0o600


def test_a_work_tree_as_remote_is_declined_with_advice(tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(bare_remote(tmp_path / "origin.git")), "remote.git")
    repository = a_repository(tmp_path)
    base = repository.fetch()

    result = repository.push(a_commit(repository, base, {BEN: b"x\n"}), base=base)

    assert result.outcome is PushOutcome.DECLINED
    assert "bare repository" in result.detail


def test_an_update_hook_that_declines_is_heard(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    a_hook(remote, "update", "echo 'frozen for the audit'; exit 1")
    repository = a_repository(tmp_path)
    base = repository.fetch()

    result = repository.push(a_commit(repository, base, {BEN: b"x\n"}), base=base)

    assert result.outcome is PushOutcome.DECLINED
    assert "frozen for the audit" in result.detail


def test_a_push_without_an_answer_in_time_is_unclear(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    a_hook(remote, "pre-receive", "exec sleep 60")
    base = a_repository(tmp_path).fetch()
    hasty = a_repository(tmp_path, timeout_s=0.7)
    commit = a_commit(hasty, base, {BEN: b"x\n"})

    result = hasty.push(commit, base=base)

    assert result.outcome is PushOutcome.UNCLEAR
    assert "0.7 s" in result.detail
    assert hasty.fetch() == base


def test_a_lock_left_by_a_killed_git_does_not_stop_us_for_ever(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)
    repository.fetch()
    second = human_commit(remote, {BEN: b"x\n"})
    left = tmp_path / "clone.git" / "refs/remotes/origin/main.lock"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.touch()

    with pytest.raises(Unavailable):
        repository.fetch()
    os.utime(left, (1_000_000, 1_000_000))

    assert repository.fetch() == second


@pytest.mark.parametrize("place", ["refs/pull/12/head", "refs/merge-requests/12/head"])
def test_a_pull_request_is_read_where_the_forge_keeps_it(tmp_path: Path, place: str) -> None:
    bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)
    head = repository.head()
    git(tmp_path / "remote.git", "update-ref", place, head)

    assert repository.resolve("pr:12") == head
    with pytest.raises(Refused, match="no pull request 13"):
        repository.resolve("pr:13")


def test_the_old_head_of_rewritten_history_survives_upkeep(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)
    first = repository.fetch()
    second = human_commit(remote, {BEN: b"x: 1\n"})
    repository.fetch()
    git(remote, "update-ref", "refs/heads/main", first)
    repository.fetch()

    repository.maintain()
    git(tmp_path / "clone.git", "gc", "--quiet", "--prune=now")

    assert repository.read([repository.tree(second)[BEN]])
    assert repository.rewritten_since(second)


def test_a_branch_that_is_gone_is_unavailable_and_what_was_known_of_it_stays(
    tmp_path: Path,
) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path, branch="main")
    head = repository.fetch()
    git(remote, "update-ref", "-d", "refs/heads/main")

    with pytest.raises(Unavailable, match="has no branch main any more") as gone:
        repository.fetch()

    assert f"push origin {head}:refs/heads/main" in gone.value.remedy
    assert repository.head() == head


def test_asking_whether_a_push_would_be_taken_pushes_nothing(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)

    assert repository.try_push() == ""
    assert git(remote, "for-each-ref", "--format=%(refname)") == "refs/heads/main"

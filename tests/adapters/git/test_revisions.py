"""What a person may write for a commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import Refused
from engine.ports.repository import CommitId
from tests.adapters.git.clones import BEN, a_repository
from tests.git_remote import bare_remote, git, human_commit, no_user_git_settings

__all__ = ["no_user_git_settings"]


@pytest.fixture
def commits(tmp_path: Path) -> list[CommitId]:
    """Three commits, oldest first: the first is tagged, the second is pull request 12, the third is the head."""
    remote = bare_remote(tmp_path / "remote.git")
    first = CommitId(git(remote, "rev-parse", "main"))
    second = human_commit(remote, {BEN: b"x: 1\n"})
    third = human_commit(remote, {BEN: b"x: 2\n"})
    git(remote, "tag", "-a", "-m", "a tag", "v1", first)
    git(remote, "update-ref", "refs/pull/12/head", second)
    a_repository(tmp_path).fetch()
    return [first, second, third]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("HEAD", 2),
        ("HEAD~1", 1),
        ("main", 2),
        ("main~2", 0),
        ("v1", 0),
        ("pr:12", 1),
        ("pr:12~1", 0),
    ],
)
def test_a_name_is_read_with_so_many_commits_before_it(
    tmp_path: Path, commits: list[CommitId], written: str, place: int
) -> None:
    assert a_repository(tmp_path).resolve(written) == commits[place]


@pytest.mark.parametrize("length", [40, 10])
def test_an_id_may_be_cut_short(tmp_path: Path, commits: list[CommitId], length: int) -> None:
    repository = a_repository(tmp_path)

    assert repository.resolve(commits[1][:length]) == commits[1]
    assert repository.resolve(f"{commits[1][:length]}~1") == commits[0]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("main~3", "has fewer than 3 commits before it"),
        ("pr:13", "has no pull request 13"),
        ("-x", "is not a commit, branch or tag"),
        ("main..v1", "is not a commit, branch or tag"),
        ("elsewhere", "has no commit, branch or tag 'elsewhere'"),
    ],
)
def test_what_is_nowhere_is_told(
    tmp_path: Path, commits: list[CommitId], written: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        a_repository(tmp_path).resolve(written)

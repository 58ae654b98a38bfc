"""Where the config lies within a commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import Refused
from tests.adapters.git.clones import BEN, a_commit, a_repository
from tests.git_remote import FIRST_FILES, bare_remote, git, human_commit, no_user_git_settings

__all__ = ["no_user_git_settings"]


def test_paths_are_relative_to_the_folder_that_holds_the_settings(tmp_path: Path) -> None:
    files = {f"config/{path}": data for path, data in FIRST_FILES.items()}
    remote = bare_remote(tmp_path / "remote.git", files | {"README": b"code\n"})
    repository = a_repository(tmp_path)
    base = repository.fetch()
    human_commit(remote, {"README": b"more code\n"})
    head = repository.fetch()

    commit = a_commit(repository, head, {BEN: b"x: 1\n"})

    assert repository.tree(base).keys() == FIRST_FILES.keys()
    assert git(remote, "ls-tree", "--name-only", base) == "README\nconfig"
    assert [info.id for info in repository.log([], at=commit, limit=9)] == [commit, base]
    assert [info.id for info in repository.log([BEN], at=commit, limit=9)] == [commit, base]
    assert repository.blame(BEN, 1, at=commit).id == commit
    assert repository.tree(commit).keys() == FIRST_FILES.keys()


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ({"x.yaml": b""}, {"x.yaml"}),
        ({"config/x.yaml": b"", "y.py": b""}, {"x.yaml"}),
        (
            {"config/settings.yaml": b"", "settings.yaml": b""},
            {"config/settings.yaml", "settings.yaml"},
        ),
        ({"settings.yaml/x": b"", "config/settings.yaml": b""}, {"settings.yaml"}),
    ],
)
def test_finds_the_root_without_settings_too(
    tmp_path: Path, files: dict[str, bytes], paths: set[str]
) -> None:
    bare_remote(tmp_path / "remote.git", files)
    repository = a_repository(tmp_path)

    assert repository.tree(repository.fetch()).keys() == paths


def test_a_commit_that_moves_the_settings_moves_the_root(tmp_path: Path) -> None:
    remote = bare_remote(
        tmp_path / "remote.git", {"config/settings.yaml": b"", "config/a.yaml": b""}
    )
    repository = a_repository(tmp_path)
    below = repository.fetch()
    human_commit(remote, {"settings.yaml": b"", "b.yaml": b""})
    top = repository.fetch()

    assert repository.tree(below).keys() == {"settings.yaml", "a.yaml"}
    assert "b.yaml" in repository.tree(top)
    with pytest.raises(Refused, match="the root of the config moved"):
        repository.changed(below, top)

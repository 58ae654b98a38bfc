"""Reading the clone: nothing around us points git elsewhere, and GitPython is not needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.git.process import Answer
from engine.ports.repository import PushOutcome
from tests.adapters.git.clones import BEN, a_commit, a_repository
from tests.git_remote import FIRST_FILES, bare_remote, no_user_git_settings

__all__ = ["no_user_git_settings"]

NOT_READ = """fatal: Could not read from remote repository.

Please make sure you have the correct access rights
and the repository exists.
"""


def test_a_git_that_started_us_does_not_redirect_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare_remote(tmp_path / "remote.git")
    decoy = bare_remote(tmp_path / "decoy.git", {"decoy": b""})
    for name, value in {
        "GIT_DIR": str(decoy),
        "GIT_WORK_TREE": str(tmp_path),
        "GIT_INDEX_FILE": str(decoy / "index"),
        "GIT_OBJECT_DIRECTORY": str(decoy / "objects"),
        "GIT_NAMESPACE": "elsewhere",
    }.items():
        monkeypatch.setenv(name, value)
    repository = a_repository(tmp_path)

    base = repository.fetch()
    commit = a_commit(repository, base, {BEN: b"x\n"})

    assert repository.tree(base).keys() == FIRST_FILES.keys()
    assert repository.push(commit, base=base).outcome is PushOutcome.LANDED
    assert len(list(decoy.glob("objects/??/*"))) == 3


def test_reading_needs_no_gitpython(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    a_repository(tmp_path).fetch()
    script = """
import sys
from pathlib import Path
from tests.adapters.git.clones import BEN, a_repository
from tests.git_remote import NOON
assert "git" not in sys.modules
repository = a_repository(Path(sys.argv[1]))
head = repository.head()
repository.resolve("main"), repository.read(repository.tree(head).values())
repository.log([BEN], at=head, limit=3), repository.blame(BEN, 1, at=head), repository.at_instant(NOON)
assert "git" not in sys.modules
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=Path(__file__).parents[3], check=False
    )

    assert done.returncode == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("fatal: not a git repository\n", "fatal: not a git repository"),
        ("hint: no\nerror: first\nfatal: second\n", "error: first"),
        (
            f"git@forge: Permission denied (publickey).\n{NOT_READ}",
            "git@forge: Permission denied (publickey).",
        ),
        (f"ERROR: Repository not found.\n{NOT_READ}", "ERROR: Repository not found."),
        (NOT_READ, "fatal: Could not read from remote repository."),
        ("", "exit status 128"),
    ],
)
def test_the_line_that_says_why_is_told(said: str, told: str) -> None:
    assert Answer(128, b"", said).complaint == told

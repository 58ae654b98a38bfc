"""``trunkline init``: the first commit of a carrier, in an empty repository only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.main import run
from tests.git_remote import FIRST_FILES, bare_remote, git
from tests.stores import keep_state

pytestmark = pytest.mark.wall_clock  # the command line joins the real parts
ADMIN = "rosa.delgado@carrier.example,U0ROSA01"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    keep_state(monkeypatch, tmp_path)
    remote = tmp_path / "config.git"
    remote.mkdir()
    git(remote, "init", "--quiet", "--bare", "--initial-branch=trunk")
    return remote


def test_makes_a_config_that_holds_and_an_admin_who_may_work(
    empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "--admin", ADMIN, "--repo", str(empty)]) == 0

    assert git(empty, "ls-tree", "-r", "--name-only", "trunk").split() == [
        "operators.yaml",
        "policy.yaml",
        "settings.yaml",
    ]
    capsys.readouterr()
    assert run(["--repo", str(empty), "validate"]) == 0
    assert run(["--repo", str(empty), "whoami"]) == 0
    assert "You are Rosa Delgado (rosa-delgado), admin." in capsys.readouterr().out
    assert run(["--repo", str(empty), "customer", "add", "Ben LLC", "USD", "--yes"]) == 0


def test_the_first_commit_is_the_admins_and_the_bots(empty: Path) -> None:
    run(["init", "--admin", ADMIN, "--repo", str(empty), "--carrier", "Harbour Voice"])

    told = git(empty, "log", "-1", "--format=%an <%ae>|%cn|%s", "trunk")

    assert (
        told
        == "Rosa Delgado <rosa.delgado@carrier.example>|Trunkline|Start the config of Harbour Voice"
    )


def test_a_repository_that_has_commits_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remote = bare_remote(tmp_path / "full.git", FIRST_FILES)
    before = git(remote, "rev-parse", "main")

    assert run(["init", "--admin", ADMIN, "--repo", str(remote)]) == 1

    assert "is not empty" in capsys.readouterr().err
    assert git(remote, "rev-parse", "main") == before


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (["--admin", "rosa"], "is not an e-mail address and a Slack member id"),
        (["--admin", ADMIN, "--realm", "not a host"], "realm"),
        (["--admin", ADMIN, "--currency", "dollars"], "base_currency"),
    ],
)
def test_what_would_not_hold_is_not_pushed(
    empty: Path, capsys: pytest.CaptureFixture[str], more: list[str], complaint: str
) -> None:
    assert run(["init", "--repo", str(empty), *more]) == 1

    assert complaint in capsys.readouterr().err
    assert git(empty, "for-each-ref") == ""


def test_a_remote_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "--admin", ADMIN, "--repo", str(tmp_path / "none.git")]) == 4
    assert "the config remote" in capsys.readouterr().err


def test_what_a_remote_says_against_the_first_commit_is_told(
    empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = empty / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho Nobody pushes on a Sunday >&2\nexit 1\n")
    hook.chmod(0o755)

    assert run(["init", "--admin", ADMIN, "--repo", str(empty)]) == 1

    assert "Nobody pushes on a Sunday" in capsys.readouterr().err
    assert git(empty, "for-each-ref") == ""

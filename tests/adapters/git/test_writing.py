"""Running git that writes or talks: the user's settings change nothing that counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import Unavailable
from engine.ports.repository import PushOutcome
from tests.adapters.git.clones import BEN, a_commit, a_repository
from tests.git_remote import bare_remote, git, no_user_git_settings

__all__ = ["no_user_git_settings"]


def test_the_users_hooks_signing_and_rewrites_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare_remote(tmp_path / "remote.git")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "reference-transaction", "post-commit"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(0o755)
    config = tmp_path / "gitconfig"
    config.write_text(
        f"[core]\nhooksPath = {hooks}\n[commit]\ngpgSign = true\n[push]\ngpgSign = true\n"
        "followTags = true\n[fetch]\nprune = false\n[log]\nshowSignature = true\ndate = relative\n"
        "[receive]\nadvertiseAtomic = false\n[alias]\nlog = log --oneline\n[color]\nui = always\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    repository = a_repository(tmp_path)
    # The remote of a path is served under the same settings; its own come first.
    git(tmp_path / "remote.git", "config", "core.hooksPath", "hooks")

    base = repository.fetch()
    commit = a_commit(repository, base, {BEN: b"x\n"})

    assert repository.push(commit, base=base).outcome is PushOutcome.LANDED
    assert [info.id for info in repository.log([BEN], at=commit, limit=5)] == [commit, base]


def test_a_rewrite_to_another_transport_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    config = tmp_path / "gitconfig"
    helper = f"ext::sh -c touch% {tmp_path}/ran"
    config.write_text(f'[url "{helper}"]\ninsteadOf = {remote}\n[protocol "ext"]\nallow = always\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))

    with pytest.raises(Unavailable):
        a_repository(tmp_path).fetch()
    assert not (tmp_path / "ran").exists()

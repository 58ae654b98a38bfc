"""Commits without a work tree: what is written, what stays, and who signs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from engine.errors import Refused
from engine.ports.repository import CommitId, PushOutcome
from tests.adapters.git.clones import BEN, a_commit, a_repository
from tests.git_remote import BOT, FIRST_FILES, OLGA, bare_remote, git, no_user_git_settings

__all__ = ["no_user_git_settings"]


def listing_of(clone: Path, commit: CommitId) -> dict[str, str]:
    entries = (line.partition("\t") for line in git(clone, "ls-tree", commit).splitlines())
    return {path: entry for entry, _, path in entries}


def test_modes_links_and_submodules_stay(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    head = git(remote, "rev-parse", "main")
    blob = git(remote, "rev-parse", f"main:{BEN}")
    tree = git(remote, "ls-tree", "main")
    listing = f"{tree}\n100755 blob {blob}\trun.yaml\n120000 blob {blob}\tlink\n160000 commit {head}\tsub\n"
    made = git(remote, "mktree", "--missing", stdin=listing.encode())
    commit = git(remote, "commit-tree", "-p", head, "-m", "odd modes", made)
    git(remote, "update-ref", "refs/heads/main", commit)
    repository = a_repository(tmp_path)
    base = repository.fetch()

    changed = a_commit(repository, base, {"run.yaml": b"new\n", "added.yaml": b"new\n"})

    clone = tmp_path / "clone.git"
    before, after = listing_of(clone, base), listing_of(clone, changed)
    assert after.pop("added.yaml").startswith("100644 blob")
    assert after["run.yaml"].startswith("100755 blob")
    assert {path for path in before if before[path] != after[path]} == {"run.yaml"}
    assert "link" in repository.tree(base)
    for path in ("link", "sub"):
        with pytest.raises(Refused, match="not a file"):
            a_commit(repository, base, {path: b"x"})


def test_a_commit_writes_only_the_way_to_the_change(tmp_path: Path) -> None:
    files = {f"customers/{n:02x}/c{n}/customer.yaml": b"name: %d\n" % n for n in range(200)}
    bare_remote(tmp_path / "remote.git", files | {"settings.yaml": b"format: 1\n"})
    repository = a_repository(tmp_path)
    base = repository.fetch()
    clone = tmp_path / "clone.git"
    before = set(clone.glob("objects/??/*"))

    a_commit(repository, base, {"customers/07/c7/customer.yaml": b"name: seven\n"})

    # One blob; the trees of c7, 07, customers and the top; the commit.
    assert len(set(clone.glob("objects/??/*")) - before) == 6
    assert git(clone, "fsck", "--strict") == ""
    assert not (clone / "index").exists()


def test_a_commit_of_a_thousand_files(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)
    base = repository.fetch()
    files = {f"customers/c-{n}/customer.yaml": b"name: %d\n" % n for n in range(1000)}

    commit = a_commit(repository, base, dict(files))
    emptied = a_commit(repository, commit, dict.fromkeys(files), number=2)

    assert repository.tree(commit).keys() == FIRST_FILES.keys() | files.keys()
    assert repository.tree(emptied) == repository.tree(base)


def test_signs_with_an_ssh_key(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    repository = a_repository(tmp_path, signing_key=str(key))
    base = repository.fetch()

    commit = a_commit(repository, base, {BEN: b"x\n"})

    clone = tmp_path / "clone.git"
    signers = tmp_path / "signers"
    signers.write_text(f"{BOT.email} {key.with_suffix('.pub').read_text()}")
    check = ("-c", f"gpg.ssh.allowedSignersFile={signers}", "verify-commit", commit)
    git(clone, *check)
    assert git(clone, "for-each-ref", "--format=%(objectname)", "refs/trunkline") == commit
    assert repository.describe(commit).author == OLGA
    assert repository.push(commit, base=base).outcome is PushOutcome.LANDED


def test_a_missing_signing_key_is_told(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path, signing_key=str(tmp_path / "no-key"))

    with pytest.raises(Refused, match="could not be signed"):
        a_commit(repository, repository.fetch(), {BEN: b"x\n"})

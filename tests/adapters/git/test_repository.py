"""What only real git can show: races, refusals by the remote, the user's settings, and what lies on disk."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.git.locks import file_lock
from adapters.git.repository import GitRepository
from engine.errors import Refused, Unavailable
from engine.ports.ids import OperationId
from engine.ports.repository import CommitId, PushOutcome
from tests.git_remote import (
    BOT,
    FIRST_FILES,
    NOON,
    OLGA,
    bare_remote,
    git,
    human_commit,
    no_user_git_settings,
)

__all__ = ["no_user_git_settings"]

BEN = "customers/ben-llc/customer.yaml"
ACME = "customers/acme/customer.yaml"


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


# --- where the config repository is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "-uhelper",
        "--upload-pack=x",
        "ext::sh -c touch% x",
        "fd::17",
        "http://forge/x",
        "git://forge/x",
        "ftp://forge/x",
        "https://-oProxyCommand=x/y",
        "ssh://-oProxyCommand=x/y",
        "-oProxyCommand=x:y",
        "a\nb",
        "::x",
        "x@-oProxyCommand=y:z",
        "ext://sh",
    ],
)
def test_refuses_a_remote_that_could_run_a_program_or_is_not_safe(
    tmp_path: Path, remote: str
) -> None:
    with pytest.raises(Refused, match="cannot be at"):
        GitRepository(remote, clone=tmp_path / "c.git", branch=None, committer=BOT)


@pytest.mark.parametrize(
    "remote",
    [
        "https://forge/a/b.git",
        "ssh://git@forge:22/a/b.git",
        "git@forge:a/b.git",
        "forge:a/b.git",
        "file:///srv/git/b.git",
        "/srv/git/b.git",
        "./b.git",
        "b.git",
        "~/b.git",
        "./odd:name",
    ],
)
def test_accepts_folders_https_and_ssh(tmp_path: Path, remote: str) -> None:
    GitRepository(remote, clone=tmp_path / "c.git", branch="main", committer=BOT)


@pytest.mark.parametrize("branch", ["", "-x", "a..b", "a b", "a:b", "@", "x.lock", "+main", "a\nb"])
def test_refuses_what_is_not_the_name_of_a_branch(tmp_path: Path, branch: str) -> None:
    if branch == "+main":  # git accepts it, and the refspec stays our own
        bare_remote(tmp_path / "remote.git")
        with pytest.raises(Refused, match=r"has no \+main"):
            a_repository(tmp_path, branch=branch).fetch()
    else:
        with pytest.raises(Refused, match="name of a branch"):
            a_repository(tmp_path, branch=branch)


def test_a_password_in_the_url_is_for_nobody_to_see(tmp_path: Path) -> None:
    repository = a_repository(tmp_path, remote="https://bot:s3cret@127.0.0.1:1/x.git", timeout_s=20)

    with pytest.raises(Unavailable) as failure:
        repository.fetch()

    assert "s3cret" not in str(failure.value)
    assert stat.S_IMODE((tmp_path / "clone.git" / "config").stat().st_mode) == 0o600


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


def test_a_clone_follows_the_remote_it_is_given(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    other = bare_remote(tmp_path / "other.git", {"settings.yaml": b"format: 1\n# other\n"})
    before = a_repository(tmp_path).fetch()

    repository = a_repository(tmp_path, remote=str(other))
    after = repository.fetch()

    assert repository.tree(after).keys() == {"settings.yaml"}
    assert repository.rewritten_since(before)


def test_something_else_in_the_place_of_the_clone_is_told(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    (tmp_path / "clone.git").mkdir()
    (tmp_path / "clone.git" / "precious").write_text("x")

    with pytest.raises(Unavailable, match="is in the way"):
        a_repository(tmp_path).fetch()
    assert (tmp_path / "clone.git" / "precious").exists()


# --- the root of the config repository -------------------------------------------------------------------------


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


# --- commits ---------------------------------------------------------------------------------------------------


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


def test_a_commit_survives_until_it_is_released(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)
    commit = a_commit(repository, repository.fetch(), {BEN: b"x\n"})
    clone = tmp_path / "clone.git"
    ref = f"refs/trunkline/ops/op-{1:026d}"

    kept = git(clone, "rev-parse", ref)
    repository.release(OperationId(f"op-{1:026d}"))

    assert kept == commit
    assert git(clone, "for-each-ref", ref) == ""
    with pytest.raises(Refused, match="not an operation id"):
        repository.release(OperationId("../../heads/main"))


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="signing needs ssh-keygen")
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


# --- pushes ----------------------------------------------------------------------------------------------------


def test_two_clones_pushing_in_turn_lose_nothing(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    one, two = a_repository(tmp_path, clone="1.git"), a_repository(tmp_path, clone="2.git")
    one.fetch()
    two.fetch()

    for number in range(1, 7):
        writer, late = (one, two) if number % 2 else (two, one)
        fresh, base = writer.fetch(), late.head()
        a = a_commit(writer, fresh, {f"a{number}.yaml": b"x\n"}, number)
        b = a_commit(late, base, {f"b{number}.yaml": b"x\n"}, 100 + number)
        assert writer.push(a, base=fresh).outcome is PushOutcome.LANDED
        assert late.push(b, base=base).outcome is PushOutcome.LOST
        base = late.fetch()
        b = a_commit(late, base, {f"b{number}.yaml": b"x\n"}, 100 + number)
        assert late.push(b, base=base).outcome is PushOutcome.LANDED

    expected = {f"{letter}{n}.yaml" for letter in "ab" for n in range(1, 7)}
    assert one.tree(one.fetch()).keys() == FIRST_FILES.keys() | expected
    assert git(remote, "rev-list", "--count", "main") == "13"


WORKER = """
import sys
from pathlib import Path
from tests.adapters.git.test_repository import a_repository, land
folder, clone, first = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
repository = a_repository(folder, clone=clone)
for number in range(first, first + 5):
    if len(sys.argv) > 4:
        with repository.writer_lock():
            assert land(repository, f"c{number}.yaml", number) == 1
    else:
        land(repository, f"c{number}.yaml", number)
"""


@pytest.mark.parametrize("shared", [True, False])
def test_three_processes_commit_at_once_and_every_change_lands(
    tmp_path: Path, shared: bool
) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    top = Path(__file__).parents[3]

    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(tmp_path)]
            + (["clone.git", str(n * 10), "locked"] if shared else [f"{n}.git", str(n * 10)]),
            cwd=top,
        )
        for n in (1, 2, 3)
    ]
    codes = [worker.wait(timeout=60) for worker in workers]

    assert codes == [0, 0, 0]
    repository = a_repository(tmp_path)
    expected = {f"c{n * 10 + k}.yaml" for n in (1, 2, 3) for k in range(5)}
    assert repository.tree(repository.fetch()).keys() == FIRST_FILES.keys() | expected
    assert git(remote, "rev-list", "--count", "main") == "16"
    assert git(tmp_path / "clone.git", "fsck", "--strict") == ""


def test_threads_read_while_one_writes(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)

    def look(_: int) -> bool:
        head = repository.fetch()
        tree = repository.tree(head)
        return len(repository.read(tree.values())) > 0 and repository.describe(head).id == head

    with ThreadPoolExecutor(4) as pool:
        looks = [pool.submit(look, n) for n in range(12)]
        for number in range(1, 5):
            land(repository, f"c{number}.yaml", number)

    assert all(look.result() for look in looks)


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


def a_hook(remote: Path, name: str, script: str) -> None:
    hook = remote / "hooks" / name
    hook.write_text(f"#!/bin/sh\n{script}\n")
    hook.chmod(0o755)


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


def test_an_answer_lost_after_the_push_landed_is_found_out(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    # Receiving is done when this hook runs; what the sender sees is a connection that breaks.
    a_hook(remote, "post-update", "kill -9 $PPID")
    repository = a_repository(tmp_path)
    base = repository.fetch()
    commit = a_commit(repository, base, {BEN: b"x\n"})

    assert repository.push(commit, base=base).outcome is PushOutcome.LANDED
    assert repository.head() == commit


def test_a_connection_lost_in_mid_push_is_unclear(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    a_hook(remote, "pre-receive", "kill -9 $PPID")
    repository = a_repository(tmp_path)
    base = repository.fetch()

    result = repository.push(a_commit(repository, base, {BEN: b"x\n"}), base=base)

    assert result.outcome is PushOutcome.UNCLEAR
    assert repository.find_operation(OperationId(f"op-{1:026d}"), since=base) is None


# --- surroundings ----------------------------------------------------------------------------------------------


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


def test_reading_needs_no_gitpython(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    a_repository(tmp_path).fetch()
    script = """
import sys
from pathlib import Path
from tests.adapters.git.test_repository import BEN, NOON, a_repository
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


def test_the_writers_turn_is_one_for_all_who_share_the_clone(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)
    turn = tmp_path / "clone.git" / "trunkline-writer"

    with repository.writer_lock():
        repository.fetch()
        with pytest.raises(Unavailable), file_lock(turn, timeout_s=0, what="the writer's turn"):
            pass
    with file_lock(turn, timeout_s=0, what="the writer's turn"):
        pass


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


@pytest.mark.parametrize("place", ["refs/pull/12/head", "refs/merge-requests/12/head"])
def test_a_pull_request_is_read_where_the_forge_keeps_it(tmp_path: Path, place: str) -> None:
    bare_remote(tmp_path / "remote.git")
    repository = a_repository(tmp_path)
    head = repository.head()
    git(tmp_path / "remote.git", "update-ref", place, head)

    assert repository.resolve("pr:12") == head
    with pytest.raises(Refused, match="no pull request 13"):
        repository.resolve("pr:13")

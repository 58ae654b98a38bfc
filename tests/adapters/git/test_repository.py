"""What only real git can show: races, refusals by the remote, the user's settings, and what lies on disk."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.git.locks import file_lock
from adapters.git.repository import GitRepository
from engine.errors import Refused, Unavailable
from engine.ports.ids import OperationId
from engine.ports.repository import PushOutcome
from tests.adapters.git.clones import BEN, a_commit, a_hook, a_repository, land
from tests.git_remote import BOT, FIRST_FILES, bare_remote, git, no_user_git_settings

__all__ = ["no_user_git_settings"]


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


# --- commits ---------------------------------------------------------------------------------------------------


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
from tests.adapters.git.clones import a_repository, land
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

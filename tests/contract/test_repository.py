"""What every ``Repository`` promises, asked of real git and of its twin in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from adapters.git.repository import GitRepository
from adapters.memory.remote import MemoryRemote
from adapters.memory.repository import MemoryRepository
from engine.errors import Refused, Unavailable
from engine.ports.ids import OperationId
from engine.ports.repository import CommitId, Person, PushOutcome, Repository
from tests.git_remote import (
    BOT,
    FIRST_FILES,
    NOON,
    OLGA,
    bare_remote,
    git,
    human_commit,
    no_user_git_settings,
    protect,
    squash,
)

__all__ = ["no_user_git_settings"]

OP = OperationId("op-00000000000000000000000001")
BRANCH = "trunkline/customer-ben-llc-00000001"
BEN = "customers/ben-llc/customer.yaml"


class House(Protocol):
    """A remote that can be treated badly, and clones of it."""

    def clone(self) -> Repository: ...
    def by_hand(
        self, files: Mapping[str, bytes | None], minutes: int, *, message: str = "By hand"
    ) -> CommitId: ...
    def rewind(self, commit: CommitId) -> None: ...
    def drop_branch(self) -> None: ...
    def tag(self, name: str, commit: CommitId) -> None: ...
    def protect(self) -> None: ...
    def decline(self, words: str) -> None: ...
    def squash(self, branch: str, minutes: int) -> CommitId: ...
    def take_down(self) -> None: ...


class GitHouse:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = bare_remote(folder / "remote.git")
        self.clones = 0

    def clone(self) -> Repository:
        self.clones += 1
        clone = self.folder / f"clone-{self.clones}.git"
        return GitRepository(str(self.remote), clone=clone, branch=None, committer=BOT)

    def by_hand(
        self, files: Mapping[str, bytes | None], minutes: int, *, message: str = "By hand"
    ) -> CommitId:
        return human_commit(
            self.remote, files, message=message, at=NOON + timedelta(minutes=minutes)
        )

    def rewind(self, commit: CommitId) -> None:
        git(self.remote, "update-ref", "refs/heads/main", commit)

    def drop_branch(self) -> None:
        git(self.remote, "update-ref", "-d", "refs/heads/main")

    def tag(self, name: str, commit: CommitId) -> None:
        git(self.remote, "tag", "-a", "-m", "a tag", name, commit)

    def protect(self) -> None:
        protect(self.remote, "the branch is protected")

    def decline(self, words: str) -> None:
        hook = self.remote / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 1\n")
        hook.chmod(0o755)

    def squash(self, branch: str, minutes: int) -> CommitId:
        return squash(self.remote, branch)

    def take_down(self) -> None:
        self.remote.rename(self.folder / "elsewhere.git")


class MemoryHouse:
    def __init__(self) -> None:
        self.remote = MemoryRemote()
        self.remote.commit(FIRST_FILES, message="First files", author=OLGA, at=NOON)

    def clone(self) -> Repository:
        return MemoryRepository(self.remote, committer=BOT)

    def by_hand(
        self, files: Mapping[str, bytes | None], minutes: int, *, message: str = "By hand"
    ) -> CommitId:
        at = NOON + timedelta(minutes=minutes)
        return self.remote.commit(files, message=message, author=OLGA, at=at)

    def rewind(self, commit: CommitId) -> None:
        self.remote.rewind(commit)

    def drop_branch(self) -> None:
        self.remote.rewind(None)

    def tag(self, name: str, commit: CommitId) -> None:
        self.remote.tags[name] = commit

    def protect(self) -> None:
        self.remote.is_protected = True

    def decline(self, words: str) -> None:
        self.remote.declines = words

    def squash(self, branch: str, minutes: int) -> CommitId:
        return self.remote.squash(branch, author=OLGA, at=NOON + timedelta(minutes=minutes))

    def take_down(self) -> None:
        self.remote.is_reachable = False


@pytest.fixture(params=["git", "memory"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    return GitHouse(tmp_path) if request.param == "git" else MemoryHouse()


def a_commit(
    repository: Repository,
    changes: Mapping[str, bytes | None],
    *,
    base: CommitId | None = None,
    op: OperationId = OP,
    subject: str = "Block Ben LLC",
    minutes: int = 1,
) -> CommitId:
    return repository.commit(
        base or repository.head(),
        changes,
        message=f"{subject}\n\nOp-Id: {op}\nRequested-by: olga\n",
        author=OLGA,
        at=NOON + timedelta(minutes=minutes),
        keep_as=op,
    )


def content(repository: Repository, commit: CommitId) -> dict[str, bytes]:
    tree = repository.tree(commit)
    blobs = repository.read(tree.values())
    return {path: blobs[blob] for path, blob in tree.items()}


def test_shows_the_files_of_the_first_fetch(house: House) -> None:
    repository = house.clone()

    head = repository.head()

    assert content(repository, head) == FIRST_FILES


def test_sees_a_later_commit_only_after_a_fetch(house: House) -> None:
    repository = house.clone()
    first = repository.head()
    second = house.by_hand({BEN: b"name: Ben\n"}, 5)

    assert repository.head() == first
    assert repository.fetch() == second
    assert repository.head() == second


def test_commits_one_file_and_leaves_all_others(house: House) -> None:
    repository = house.clone()
    base = repository.head()

    commit = a_commit(repository, {BEN: b"name: Ben LLC\nstatus: blocked\n"})

    assert content(repository, commit) == FIRST_FILES | {BEN: b"name: Ben LLC\nstatus: blocked\n"}
    assert content(repository, base) == FIRST_FILES


def test_adds_a_file_in_new_folders(house: House) -> None:
    repository = house.clone()

    commit = a_commit(repository, {"rate-cards/gold/2026/card.yaml": b"x: 1\n"})

    assert content(repository, commit)["rate-cards/gold/2026/card.yaml"] == b"x: 1\n"


def test_removing_the_last_file_removes_its_folder(house: House) -> None:
    repository = house.clone()

    gone = a_commit(repository, {BEN: None})
    file_in_its_place = a_commit(repository, {"customers/ben-llc": b"now a file\n"}, base=gone)

    assert BEN not in repository.tree(gone)
    assert "customers/ben-llc" in repository.tree(file_in_its_place)


def test_one_commit_may_turn_a_file_into_a_folder(house: House) -> None:
    repository = house.clone()

    commit = a_commit(repository, {"settings.yaml": None, "settings.yaml/x": b"below\n"})

    assert repository.tree(commit).keys() == FIRST_FILES.keys() - {"settings.yaml"} | {
        "settings.yaml/x"
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"../outside.yaml": b""},
        {"/etc/passwd": b""},
        {"a//b.yaml": b""},
        {"a/./b.yaml": b""},
        {".git/config": b""},
        {"customers/.GIT/hooks/x": b""},
        {"": b""},
        {"customers": b"a file over a folder"},
        {BEN: None, "customers/ben-llc": b"a file over an emptied folder"},
        {"settings.yaml/below.yaml": b"a folder over a file"},
        {"new": b"1", "new/below": b"2"},
        {"not-there.yaml": None},
        {"customers": None},
    ],
)
def test_refuses_a_change_that_cannot_be_made(
    house: House, changes: dict[str, bytes | None]
) -> None:
    repository = house.clone()
    repository.head()

    with pytest.raises(Refused):
        a_commit(repository, changes)


def test_keeps_odd_names_and_any_bytes(house: House) -> None:
    repository = house.clone()
    files = {
        'customers/a b/it\'s "quoted".yaml': b"\r\n\xff\x00no newline",
        "customers/Zoë—тест/😀.yaml": b"",
        "-starts/with/dash": b"-\n",
        "back\\slash": b"\\",
    }

    commit = a_commit(repository, files)

    assert content(repository, commit) == FIRST_FILES | files


def test_a_commit_names_the_person_the_bot_and_the_operation(house: House) -> None:
    repository = house.clone()

    info = repository.describe(a_commit(repository, {BEN: b"x: 1\n"}, minutes=7))

    assert info.author == OLGA
    assert info.committed_at == NOON + timedelta(minutes=7)
    assert info.subject == "Block Ben LLC"
    assert info.trailers == {"Op-Id": OP, "Requested-by": "olga"}


def test_the_same_operation_may_be_committed_again_on_a_newer_base(house: House) -> None:
    repository = house.clone()
    a_commit(repository, {BEN: b"first try\n"})
    newer = house.by_hand({"customers/acme/customer.yaml": b"moved\n"}, 2)
    repository.fetch()

    again = a_commit(repository, {BEN: b"second try\n"}, base=newer)

    assert repository.push(again, base=newer).outcome is PushOutcome.LANDED


def test_a_push_moves_the_branch_for_everybody(house: House) -> None:
    repository, other = house.clone(), house.clone()
    base = repository.head()
    commit = a_commit(repository, {BEN: b"x: 1\n"})

    result = repository.push(commit, base=base)

    assert result.outcome is PushOutcome.LANDED
    assert repository.head() == commit
    assert other.fetch() == commit


def test_a_push_that_was_made_before_counts_as_landed(house: House) -> None:
    repository = house.clone()
    base = repository.head()
    commit = a_commit(repository, {BEN: b"x: 1\n"})
    repository.push(commit, base=base)

    assert repository.push(commit, base=base).outcome is PushOutcome.LANDED


def test_a_push_others_have_built_on_counts_as_landed(house: House) -> None:
    repository = house.clone()
    base = repository.head()
    commit = a_commit(repository, {BEN: b"x: 1\n"})
    repository.push(commit, base=base)
    newest = house.by_hand({"settings.yaml": b"format: 1\nzone: UTC\n"}, 9)

    assert repository.push(commit, base=base).outcome is PushOutcome.LANDED
    assert repository.head() == newest


def test_the_slower_of_two_writers_loses_and_lands_by_replay(house: House) -> None:
    fast, slow = house.clone(), house.clone()
    base = fast.head()
    assert slow.head() == base
    second = OperationId("op-00000000000000000000000002")
    winner = a_commit(fast, {BEN: b"by the fast\n"})
    loser = a_commit(slow, {"customers/acme/customer.yaml": b"by the slow\n"}, op=second)
    assert fast.push(winner, base=base).outcome is PushOutcome.LANDED

    lost = slow.push(loser, base=base)
    newer = slow.fetch()
    replayed = a_commit(
        slow, {"customers/acme/customer.yaml": b"by the slow\n"}, base=newer, op=second
    )

    assert lost.outcome is PushOutcome.LOST
    assert newer == winner
    assert slow.push(replayed, base=newer).outcome is PushOutcome.LANDED
    assert content(slow, replayed)[BEN] == b"by the fast\n"


def test_a_push_never_brings_back_what_a_rewrite_removed(house: House) -> None:
    repository = house.clone()
    first = repository.head()
    second = house.by_hand({BEN: b"to be removed\n"}, 3)
    repository.fetch()
    commit = a_commit(repository, {"settings.yaml": b"format: 1\n# x\n"}, base=second)
    house.rewind(first)

    assert repository.push(commit, base=second).outcome is PushOutcome.LOST
    assert house.clone().head() == first


def test_a_push_from_another_base_is_refused(house: House) -> None:
    repository = house.clone()
    first = repository.head()
    house.by_hand({BEN: b"x: 1\n"}, 3)
    second = repository.fetch()
    commit = a_commit(repository, {BEN: b"x: 2\n"}, base=second)

    with pytest.raises(Refused, match="does not stand directly on"):
        repository.push(commit, base=first)


def test_a_protected_branch_says_so(house: House) -> None:
    repository = house.clone()
    base = repository.head()
    commit = a_commit(repository, {BEN: b"x: 1\n"})
    house.protect()

    result = repository.push(commit, base=base)

    assert result.outcome is PushOutcome.PROTECTED
    assert "the branch is protected" in result.detail
    assert repository.fetch() == base


def test_a_hook_that_declines_says_why(house: House) -> None:
    repository = house.clone()
    base = repository.head()
    commit = a_commit(repository, {BEN: b"x: 1\n"})
    house.decline("Commits need the number of a ticket.")

    for result in (
        repository.push(commit, base=base),
        repository.move_branch(BRANCH, commit, was=None),
    ):
        assert result.outcome is PushOutcome.DECLINED
        assert "Commits need the number of a ticket." in result.detail
    assert repository.branch(BRANCH) is None


def test_a_branch_of_its_own_is_made_moved_and_removed_beside_a_protected_one(
    house: House,
) -> None:
    repository, other = house.clone(), house.clone()
    base = repository.head()
    first = a_commit(repository, {BEN: b"x: 1\n"})
    second = a_commit(repository, {BEN: b"x: 2\n"})
    house.protect()

    moves = [(None, first), (first, second), (second, None)]
    for was, to in moves:
        assert repository.move_branch(BRANCH, to, was=was).outcome is PushOutcome.LANDED
        assert repository.branch(BRANCH) == to
        assert other.fetch() == base
        assert other.branch(BRANCH) == to


def test_a_branch_that_is_elsewhere_by_now_is_not_moved(house: House) -> None:
    repository, other = house.clone(), house.clone()
    first = a_commit(repository, {BEN: b"x: 1\n"})
    repository.move_branch(BRANCH, first, was=None)
    other.fetch()
    theirs = a_commit(other, {BEN: b"x: 2\n"})
    other.move_branch(BRANCH, theirs, was=first)

    second = a_commit(repository, {BEN: b"x: 3\n"})
    for was, to in [(first, second), (None, second), (first, None)]:
        assert repository.move_branch(BRANCH, to, was=was).outcome is PushOutcome.LOST
    assert repository.branch(BRANCH) == theirs


def test_a_move_that_was_made_before_counts_as_landed(house: House) -> None:
    repository = house.clone()
    commit = a_commit(repository, {BEN: b"x: 1\n"})
    repository.move_branch(BRANCH, commit, was=None)

    assert repository.move_branch(BRANCH, commit, was=None).outcome is PushOutcome.LANDED


def test_the_branch_of_the_config_is_none_to_be_moved(house: House) -> None:
    repository = house.clone()
    commit = a_commit(repository, {BEN: b"x: 1\n"})

    with pytest.raises(Refused, match="main is the branch of the config"):
        repository.move_branch("main", commit, was=repository.head())


def test_finds_what_somebody_merged_by_the_operation_it_carries(house: House) -> None:
    repository = house.clone()
    base = repository.head()
    commit = a_commit(repository, {BEN: b"x: 1\n"})
    repository.move_branch(BRANCH, commit, was=None)
    house.by_hand({"x.yaml": b"y\n"}, 2, message=f"About it\n\nNot an Op-Id: {OP}\n")
    merged = house.squash(BRANCH, 3)
    repository.fetch()

    assert repository.carrying(OP, since=base) == (merged,)
    assert repository.carrying(OP, since=merged) == ()
    assert not repository.contains(commit)
    assert repository.contains(base)
    assert repository.contains(merged)


def test_without_the_remote_reading_goes_on_and_the_network_is_unavailable(house: House) -> None:
    repository = house.clone()
    base = repository.head()
    commit = a_commit(repository, {BEN: b"x: 1\n"})
    house.take_down()

    with pytest.raises(Unavailable, match="the config remote"):
        repository.fetch()
    with pytest.raises(Unavailable, match="the config remote"):
        repository.push(commit, base=base)
    with pytest.raises(Unavailable, match="the config remote"):
        repository.find_operation(OP, since=base)
    assert repository.head() == base
    assert BEN in repository.tree(base)


def test_finds_its_own_operation_on_the_branch(house: House) -> None:
    repository = house.clone()
    base = repository.head()
    commit = a_commit(repository, {BEN: b"x: 1\n"})
    before = repository.find_operation(OP, since=base)
    repository.push(commit, base=base)

    other = house.clone()

    assert before is None
    assert other.find_operation(OP, since=base) == commit
    assert other.find_operation(OP, since=None) == commit
    assert other.find_operation(OP, since=commit) is None


def test_an_operation_quoted_by_a_person_is_not_ours(house: House) -> None:
    repository = house.clone()
    base = repository.head()
    house.by_hand({BEN: b"y\n"}, 1, message=f"Copy\n\nOp-Id: {OP}\n")

    assert repository.find_operation(OP, since=base) is None


def test_tells_rewritten_history_from_growth(house: House) -> None:
    repository = house.clone()
    first = repository.head()
    second = house.by_hand({BEN: b"x: 1\n"}, 3)
    repository.fetch()
    grown = repository.rewritten_since(first) or repository.saw_rewrite()
    house.rewind(first)
    repository.fetch()

    assert not grown
    assert repository.saw_rewrite()
    assert repository.rewritten_since(second)
    assert not repository.rewritten_since(first)
    assert content(repository, second)[BEN] == b"x: 1\n"


def test_resolves_ids_beginnings_branches_and_tags(house: House) -> None:
    repository = house.clone()
    first = repository.head()
    house.tag("v1.0", first)
    house.by_hand({BEN: b"x: 1\n"}, 3)
    second = repository.fetch()

    assert repository.resolve(second) == second
    assert repository.resolve(first[:10]) == first
    assert repository.resolve("main") == second
    assert repository.resolve("HEAD") == second
    assert repository.resolve("v1.0") == first
    assert repository.resolve("main~1") == first
    assert repository.resolve(f"{second[:12]}~1") == first


@pytest.mark.parametrize(
    "revision",
    [
        "",
        "no-such-branch",
        "0" * 40,
        "--all",
        "-1",
        "main..main",
        "main^{/x}",
        "main:settings.yaml",
        "@{1 day ago}",
        "a\nb",
        "main~99",
        "main~x",
        "~1",
        "\x00",
        "refs/heads/../../x",
        ":/First",
        "abc",
    ],
)
def test_refuses_a_revision_it_does_not_have(house: House, revision: str) -> None:
    repository = house.clone()
    repository.head()

    with pytest.raises(Refused):
        repository.resolve(revision)


def test_gives_the_commit_in_force_at_an_instant(house: House) -> None:
    repository = house.clone()
    first = repository.head()
    house.by_hand({BEN: b"x: 1\n"}, 10)
    second = repository.fetch()

    assert repository.at_instant(NOON) == first
    assert repository.at_instant(NOON + timedelta(minutes=9, seconds=59)) == first
    assert repository.at_instant(NOON + timedelta(minutes=10)) == second
    with pytest.raises(Refused, match="as old as 2026-03-02T11:59:59"):
        repository.at_instant(NOON - timedelta(seconds=1))


def test_the_log_of_a_folder_names_only_what_touched_it(house: House) -> None:
    repository = house.clone()
    first = repository.head()
    ben = house.by_hand({BEN: b"x: 1\n"}, 1)
    acme = house.by_hand({"customers/acme/customer.yaml": b"x: 1\n"}, 2)
    head = house.by_hand({"customers/ben-llc/contacts.yaml": b"x: 1\n"}, 3)
    repository.fetch()

    def ids(paths: list[str], limit: int = 10) -> list[CommitId]:
        return [info.id for info in repository.log(paths, at=head, limit=limit)]

    assert ids(["customers/ben-llc"]) == [head, ben, first]
    assert ids([BEN]) == [ben, first]
    assert ids([BEN, "customers/acme"]) == [acme, ben, first]
    assert ids([]) == [head, acme, ben, first]
    assert ids([], limit=2) == [head, acme]
    assert ids(["nowhere"]) == []


def test_blame_names_who_last_wrote_a_line(house: House) -> None:
    repository = house.clone()
    first = repository.head()
    second = house.by_hand({BEN: b"# new\nname: Ben LLC\nstatus: blocked\n"}, 1)
    head = house.by_hand({"settings.yaml": b"format: 1\n#\n"}, 2)
    repository.fetch()

    assert repository.blame(BEN, 1, at=head).id == second
    assert repository.blame(BEN, 2, at=head).id == first
    assert repository.blame(BEN, 3, at=head).id == second
    for line in (0, 4):
        with pytest.raises(Refused, match="has no line"):
            repository.blame(BEN, line, at=head)
    with pytest.raises(Refused, match="has no line"):
        repository.blame("nowhere.yaml", 1, at=head)


def test_an_unknown_commit_is_refused_everywhere(house: House) -> None:
    repository = house.clone()
    repository.head()
    unknown = CommitId("1" * 40)

    for ask in (
        lambda: repository.tree(unknown),
        lambda: repository.describe(unknown),
        lambda: repository.log([], at=unknown, limit=1),
        lambda: repository.blame(BEN, 1, at=unknown),
        lambda: a_commit(repository, {BEN: b""}, base=unknown),
    ):
        with pytest.raises(Refused):
            ask()


def test_upkeep_and_release_lose_nothing_that_was_pushed(house: House) -> None:
    repository = house.clone()
    base = repository.head()
    commit = a_commit(repository, {BEN: b"x: 1\n"})
    repository.push(commit, base=base)

    repository.release(OP)
    repository.release(OP)
    repository.maintain()

    assert content(repository, commit)[BEN] == b"x: 1\n"
    assert [info.id for info in repository.log([BEN], at=commit, limit=5)] == [commit, base]


def test_what_is_kept_for_an_operation_is_listed_until_it_is_released(house: House) -> None:
    clone = house.clone()
    assert clone.kept() == ()
    clone.commit(
        clone.fetch(), {BEN: b"name: Ben\n"}, message="x", author=OLGA, at=NOON, keep_as=OP
    )

    assert clone.kept() == (OP,)
    clone.release(OP)
    assert clone.kept() == ()


def test_a_branch_that_is_gone_is_a_remote_out_of_reach_and_what_was_known_stays(
    house: House,
) -> None:
    repository = house.clone()
    known = repository.fetch()
    house.drop_branch()

    for _ in range(2):
        with pytest.raises(Unavailable, match="no branch main") as told:
            repository.fetch()
    assert known in told.value.remedy
    assert repository.head() == repository.known_head() == known
    assert BEN in repository.tree(known)
    house.rewind(known)
    assert repository.fetch() == known


def test_another_branch_is_not_taken_for_one_that_is_gone_before_anything_was_known(
    house: House,
) -> None:
    house.drop_branch()

    with pytest.raises(Refused, match=r"push a first commit|has no"):
        house.clone().fetch()


def test_tells_which_commits_a_rewrite_took_away(house: House) -> None:
    first = house.clone().fetch()
    lost = house.by_hand({BEN: b"name: Two\n"}, 1, message="Lost")
    repository = house.clone()
    repository.fetch()
    house.rewind(first)
    added = house.by_hand({BEN: b"name: Three\n"}, 2, message="Added")
    repository.fetch()

    [gone] = repository.only_in(lost, other=added, limit=9)
    [new] = repository.only_in(added, other=lost, limit=9)
    assert (gone.id, gone.subject, new.subject) == (lost, "Lost", "Added")
    assert new.committer is not None
    assert repository.only_in(first, other=added, limit=9) == ()
    with pytest.raises(Refused):
        repository.only_in(added, other=CommitId("0" * 40), limit=9)


def test_one_writer_at_a_time(house: House) -> None:
    repository = house.clone()

    with repository.writer_lock():
        repository.fetch()
        commit = a_commit(repository, {BEN: b"x: 1\n"})
    with repository.writer_lock():
        assert repository.push(commit, base=repository.head()).outcome is PushOutcome.LANDED


def test_names_that_would_break_a_commit_are_cleaned(house: House) -> None:
    repository = house.clone()

    commit = repository.commit(
        repository.head(),
        {BEN: b"x: 1\n"},
        message="Zoë's change — ok",
        author=Person("Zoë\n<evil> (x)", "zoe@x.example>\nOp-Id: 1"),
        at=NOON,
        keep_as=OP,
    )

    info = repository.describe(commit)
    assert info.subject == "Zoë's change — ok"
    assert info.trailers == {}
    assert "\n" not in info.author.name + info.author.email
    assert not set("<>") & set(info.author.name + info.author.email)

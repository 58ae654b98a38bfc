"""A clone that is damaged while it is used or between two lives: made anew, and nothing that waits is lost by it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.git.process import Damaged
from bot.schedule import take_up_changes
from engine.errors import Unavailable
from engine.ports.operations import OperationState
from engine.ports.repository import PushOutcome
from handlers.kit.reply import Outcome
from tests.builders import HAND, NOON, Carrier, a_clone, a_customer, a_real_house
from tests.git_remote import bare_remote, git, human_commit

TRACKED = "refs/remotes/origin/main"
BEN = "customers/ben-llc/customer.yaml"
EDIT = "customer edit ben-llc --channels 44"


def object_of(clone: Path, revision: str) -> Path:
    name = git(clone, "rev-parse", f"{TRACKED}{revision}")
    return clone / "objects" / name[:2] / name[2:]


def emptied(file: Path) -> None:
    file.chmod(0o644)
    file.write_bytes(b"")


def emptied_packs(clone: Path) -> None:
    git(clone, "repack", "-adq")
    for pack in (clone / "objects" / "pack").glob("*.pack"):
        emptied(pack)


def torn_packed_refs(clone: Path) -> None:
    git(clone, "pack-refs", "--all")
    (clone / "packed-refs").write_bytes(b"tor")


def torn_graph(clone: Path) -> None:
    git(clone, "commit-graph", "write", "--reachable")
    graph = clone / "objects" / "info" / "commit-graph"
    graph.chmod(0o644)
    graph.write_bytes(graph.read_bytes()[:100])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty head": lambda clone: (clone / "HEAD").write_bytes(b""),
    "torn head": lambda clone: (clone / "HEAD").write_bytes(b"ref: \0\xff"),
    "no head": lambda clone: (clone / "HEAD").unlink(),
    "no config": lambda clone: (clone / "config").unlink(),
    "empty config": lambda clone: (clone / "config").write_bytes(b""),
    "torn config": lambda clone: (clone / "config").write_bytes(b"[[["),
    "no objects": lambda clone: shutil.rmtree(clone / "objects"),
    "no refs": lambda clone: shutil.rmtree(clone / "refs"),
    "empty ref": lambda clone: (clone / TRACKED).write_bytes(b""),
    "torn packed refs": torn_packed_refs,
    "empty commit": lambda clone: emptied(object_of(clone, "")),
    "no root": lambda clone: object_of(clone, "^{tree}").unlink(),
    "empty folder": lambda clone: emptied(object_of(clone, ":customers")),
    "empty packs": emptied_packs,
    "torn graph": torn_graph,
    "no clone": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("restarted", [False, True], ids=["running", "restarted"])
def test_whatever_is_damaged_a_plan_is_confirmed_as_if_nothing_had_been(
    tmp_path: Path, damage: Callable[[Path], object], *, restarted: bool
) -> None:
    carrier = a_real_house(tmp_path)
    plan = carrier.type(EDIT)
    damage(tmp_path / "clone.git")
    carrier.clock.advance(60)
    living = again(tmp_path, carrier) if restarted else carrier

    assert living.confirm(plan).outcome is Outcome.DONE

    assert living.type("customer list").values["total"] == 1
    assert b"channels: 44" in (living.file(BEN) or b"")


def again(folder: Path, before: Carrier) -> Carrier:
    """Another process over the same files."""
    carrier = a_real_house(folder, clock=before.clock, ids=before.ids)
    carrier.asked = before.asked + 100  # or its requests would be taken for those of the first
    return carrier


def test_a_file_that_is_gone_is_fetched_again_when_it_is_read(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    repository = a_clone(tmp_path, clone="clone.git")
    blob = repository.tree(repository.fetch())[BEN]
    object_of(tmp_path / "clone.git", f":{BEN}").unlink()

    assert repository.read([blob]) == {blob: b"name: Ben LLC\nstatus: live\n"}
    assert (tmp_path / "clone.git.damaged").is_dir()


def test_history_that_cannot_be_read_is_not_taken_for_history_that_was_rewritten(
    tmp_path: Path,
) -> None:
    carrier = a_real_house(tmp_path)
    take_up_changes(carrier.house)
    old = object_of(tmp_path / "clone.git", "")
    human_commit(carrier.remote, {"customers/new/customer.yaml": a_customer("New")})
    carrier.repository.fetch()
    emptied(old)
    carrier.clock.advance(60)

    take_up_changes(carrier.house)

    assert carrier.house.books.rewritten() is None
    assert carrier.type("customer list").values["total"] == 2


def test_what_waits_and_what_was_lost_before_survives_without_the_remote(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    lost = human_commit(carrier.remote, {"customers/lost/customer.yaml": a_customer("Lost")})
    carrier.repository.fetch()
    git(carrier.remote, "update-ref", "refs/heads/main", f"{lost}~1")
    head = carrier.repository.fetch()
    kept = carrier.repository.commit(
        head, {"x.yaml": b"x: 1\n"}, message="Waits", author=HAND, at=NOON, keep_as="op-1"
    )
    carrier.remote.rename(tmp_path / "away.git")
    (tmp_path / "clone.git" / "config").unlink()

    after = a_clone(tmp_path, clone="clone.git")

    assert BEN in after.tree(after.head())
    assert after.kept() == ("op-1",)
    assert after.describe(lost).subject == "By hand"
    (tmp_path / "away.git").rename(carrier.remote)
    assert after.push(kept, base=head).outcome is PushOutcome.LANDED


def test_a_change_that_waits_lands_after_the_clone_was_made_anew(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    plan = carrier.type(EDIT)
    carrier.remote.rename(tmp_path / "away.git")
    assert carrier.confirm(plan).outcome is Outcome.WAITS
    (tmp_path / "away.git").rename(carrier.remote)
    (tmp_path / "clone.git" / "HEAD").write_bytes(b"")

    take_up_changes(again(tmp_path, carrier).house)

    assert carrier.operation(plan.operation).state is OperationState.DONE
    assert b"channels: 44" in (again(tmp_path, carrier).file(BEN) or b"")


def test_a_whole_clone_is_left_alone_whatever_is_odd_in_it(tmp_path: Path) -> None:
    remote = bare_remote(tmp_path / "remote.git")
    odd = f"tree {git(remote, 'rev-parse', 'main^{tree}')}\nparent {git(remote, 'rev-parse', 'main')}\n"
    odd += "author nobody 1 +0000\ncommitter nobody <x@example.com> 1 +0000\n\nOdd\n"
    written = git(
        remote, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=odd.encode()
    )
    git(remote, "update-ref", "refs/heads/main", written)
    repository = a_clone(tmp_path, clone="clone.git")
    repository.fetch()

    with pytest.raises(Unavailable, match=r"object 1{40} is missing"):
        repository.read(["1" * 40])

    assert not (tmp_path / "clone.git.damaged").exists()
    assert repository.fetch() == written


def test_a_remote_that_is_away_is_not_told_as_a_damaged_clone(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    repository = a_clone(tmp_path, clone="clone.git")
    repository.fetch()
    (tmp_path / "remote.git").rename(tmp_path / "away.git")

    with pytest.raises(Unavailable, match="the config remote") as told:
        repository.fetch()
    assert not isinstance(told.value, Damaged)


def test_two_processes_that_find_the_same_damage_mend_it_once(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    first, second = (a_clone(tmp_path, clone="clone.git") for _ in range(2))
    blob = first.tree(first.fetch())[BEN]
    second.fetch()
    object_of(tmp_path / "clone.git", f":{BEN}").unlink()
    first.read([blob])
    (tmp_path / "clone.git.damaged" / "first").touch()

    assert second.read([blob])

    assert (tmp_path / "clone.git.damaged" / "first").exists()

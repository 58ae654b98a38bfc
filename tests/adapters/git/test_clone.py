"""The clone: made where there is none, mended after a death in the middle, and never stopped for ever by a lock."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapters.git.clone import ensure_clone
from adapters.git.repository import GitRepository
from bot.schedule import take_up_changes
from engine.errors import Unavailable
from engine.ports.operations import OperationState
from handlers.kit.reply import Outcome
from tests.builders import HAND, NOON, a_clone, a_customer, a_real_house
from tests.git_remote import bare_remote, human_commit

EDIT = "customer edit ben-llc --channels 44"


def test_a_process_that_dies_over_the_mending_leaves_it_to_the_next(tmp_path: Path) -> None:
    remote = str(tmp_path / "remote.git")
    bare_remote(Path(remote))
    repository = a_clone(tmp_path, clone="clone.git")
    head = repository.fetch()
    repository.commit(
        head, {"x.yaml": b"x: 1\n"}, message="Waits", author=HAND, at=NOON, keep_as="op-1"
    )

    (tmp_path / "clone.git").rename(tmp_path / "clone.git.damaged")
    ensure_clone(tmp_path / "clone.git", remote)

    assert a_clone(tmp_path, clone="clone.git").kept() == ("op-1",)


def test_a_git_that_was_killed_over_the_settings_does_not_stop_the_next_start(
    tmp_path: Path,
) -> None:
    clone = tmp_path / "clone.git"
    ensure_clone(clone, str(tmp_path / "old.git"))
    (clone / "config.lock").touch()

    ensure_clone(clone, str(tmp_path / "new.git"))

    assert f"url = {tmp_path / 'new.git'}" in (clone / "config").read_text("utf-8")


@pytest.mark.parametrize(
    "left",
    [
        "packed-refs.lock",
        "HEAD.lock",
        "refs/remotes/origin/main.lock",
        "refs/trunkline/ops/op-00000000000000000000000001.lock",
        "objects/info/commit-graph.lock",
    ],
)
def test_no_lock_that_a_killed_git_left_stops_a_change_or_the_upkeep_for_ever(
    tmp_path: Path, left: str
) -> None:
    carrier = a_real_house(tmp_path)
    plan = carrier.type(EDIT)
    lock = tmp_path / "clone.git" / left
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    human_commit(carrier.remote, {"customers/new/customer.yaml": a_customer("New")})
    first = carrier.confirm(plan)
    assert first.outcome in (Outcome.DONE, Outcome.WAITS)
    state = carrier.operation(plan.operation).state
    assert (first.outcome is Outcome.DONE) is (state is OperationState.DONE)

    os.utime(lock, (1_000_000, 1_000_000))
    take_up_changes(carrier.house)

    assert carrier.operation(plan.operation).state is OperationState.DONE
    assert carrier.type("repo maintain", "grace").outcome is Outcome.DONE
    assert carrier.repository.kept() == ()


def test_a_foreign_folder_in_its_place_is_not_touched(tmp_path: Path) -> None:
    bare_remote(tmp_path / "remote.git")
    place = tmp_path / "clone.git"
    place.mkdir()
    (place / "letter.txt").write_text("mine")

    with pytest.raises(Unavailable, match="is in the way"):
        GitRepository(
            str(tmp_path / "remote.git"), clone=place, branch="main", committer=HAND
        ).fetch()

    assert (place / "letter.txt").read_text() == "mine"
    assert not (tmp_path / "clone.git.damaged").exists()

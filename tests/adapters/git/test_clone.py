"""A clone that git would not take for one says so, and can be moved away without a loss."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.git.clone import ensure_clone
from engine.errors import Unavailable
from handlers.kit.reply import Outcome, Text
from tests.builders import a_real_house
from tests.git_remote import bare_remote

DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty head": (lambda clone: (clone / "HEAD").write_bytes(b""), "the file HEAD in"),
    "torn head": (lambda clone: (clone / "HEAD").write_bytes(b"ref: \0\xff"), "the file HEAD in"),
    "no config": (lambda clone: (clone / "config").unlink(), "has no config"),
    "no objects": (lambda clone: shutil.rmtree(clone / "objects"), "has no objects"),
    "no refs": (lambda clone: shutil.rmtree(clone / "refs"), "has no refs"),
}


@pytest.mark.parametrize(("damage", "why"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_told_with_what_to_do(
    tmp_path: Path, damage: Callable[[Path], object], why: str
) -> None:
    clone, remote = tmp_path / "clone.git", str(tmp_path / "remote.git")
    bare_remote(Path(remote), {"settings.yaml": b"format: 2\n"})
    ensure_clone(clone, remote)
    ensure_clone(clone, remote)
    damage(clone)

    with pytest.raises(Unavailable) as told:
        ensure_clone(clone, remote)
    assert why in told.value.why
    assert "made anew from the remote" in told.value.remedy
    shutil.rmtree(clone)
    ensure_clone(clone, remote)


def test_a_damaged_clone_is_no_bug_and_a_change_that_waits_survives_it(tmp_path: Path) -> None:
    carrier = a_real_house(tmp_path)
    plan = carrier.type("customer edit ben-llc --channels 44")
    (tmp_path / "remote.git").rename(tmp_path / "away.git")
    assert carrier.confirm(plan).outcome is Outcome.WAITS
    (tmp_path / "away.git").rename(tmp_path / "remote.git")

    (tmp_path / "clone.git" / "HEAD").write_bytes(b"")
    damaged = a_real_house(tmp_path, ids=carrier.ids).type("customer list")
    assert damaged.outcome is Outcome.UNAVAILABLE
    assert isinstance(damaged.blocks[0], Text)
    assert "Move that folder away" in damaged.blocks[0].text

    shutil.rmtree(tmp_path / "clone.git")
    again = a_real_house(tmp_path, clock=carrier.clock, ids=carrier.ids)
    again.asked = 100  # or its requests would be taken for those of the first
    again.type("repo sync", "grace")
    assert b"channels: 44" in (again.file("customers/ben-llc/customer.yaml") or b"")

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.store.opening import open_store, upgrade
from bot.demo import make_carrier
from engine.errors import Refused
from tests.git_remote import bare_remote, git, human_commit


def test_a_demo_is_a_remote_with_the_sample_and_a_store_marked_as_demo(tmp_path: Path) -> None:
    places = make_carrier(tmp_path / "demo")

    assert "config/settings.yaml" in git(places.remote, "ls-tree", "-r", "--name-only", "main")
    assert open_store(places.store, create=False).is_demo()


def test_what_was_done_in_a_demo_stays(tmp_path: Path) -> None:
    places = make_carrier(tmp_path / "demo")
    head = human_commit(places.remote, {"config/notes.txt": b"mine\n"})

    make_carrier(tmp_path / "demo")

    assert git(places.remote, "rev-parse", "main") == head


def test_fresh_starts_anew(tmp_path: Path) -> None:
    places = make_carrier(tmp_path / "demo")
    head = human_commit(places.remote, {"config/notes.txt": b"mine\n"})

    make_carrier(tmp_path / "demo", fresh=True)

    assert git(places.remote, "rev-parse", "main") != head


@pytest.mark.parametrize("fresh", [True, False])
def test_a_remote_without_a_store_is_somebody_elses_and_stays_untouched(
    tmp_path: Path, fresh: bool
) -> None:
    remote = bare_remote(tmp_path / "theirs" / "remote.git")

    with pytest.raises(Refused, match="is no demo"):
        make_carrier(tmp_path / "theirs", fresh=fresh)

    assert [path.name for path in remote.parent.iterdir()] == ["remote.git"]


def test_a_store_that_is_no_demo_is_refused(tmp_path: Path) -> None:
    bare_remote(tmp_path / "theirs" / "remote.git")
    upgrade(f"sqlite:///{tmp_path / 'theirs' / 'store.db'}")

    with pytest.raises(Refused, match="is not a demo"):
        make_carrier(tmp_path / "theirs", fresh=True)

    assert (tmp_path / "theirs" / "remote.git").is_dir()

"""The demo carrier."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.store.opening import open_store
from bot.demo import channels_of, make_carrier, people_of, run_demo, slash_commands, suggestions
from engine.errors import Refused
from tests.builders import a_house, sample_carrier
from tests.git_remote import git
from tests.stores import in_sqlite


@pytest.fixture(autouse=True)
def in_a_file(tmp_path: Path) -> None:
    in_sqlite(tmp_path / "demo" / "store.db")  # a demo has its store nowhere else


def test_a_carrier_is_made_once_and_stays(tmp_path: Path) -> None:
    places = make_carrier(tmp_path / "demo")
    head = git(places.remote, "rev-parse", "main")
    (places.folder / "mine").write_text("x")

    assert make_carrier(tmp_path / "demo") == places
    assert git(places.remote, "rev-parse", "main") == head
    assert (places.folder / "mine").exists()
    store = open_store(places.store, create=False)
    assert store.marks.is_demo()
    store.close()


def test_a_fresh_one_replaces_the_demo_and_nothing_else(tmp_path: Path) -> None:
    places = make_carrier(tmp_path / "demo")
    (places.folder / "mine").write_text("x")
    (places.state / "clones").mkdir(parents=True)
    git(places.remote, "branch", "old", "main")

    make_carrier(tmp_path / "demo", fresh=True)
    assert git(places.remote, "branch", "--list", "old") == ""
    assert not places.state.exists()
    assert (places.folder / "mine").exists()


def test_a_folder_that_is_no_demo_is_not_thrown_away(tmp_path: Path) -> None:
    places = make_carrier(tmp_path / "demo")
    (places.folder / "store.db").unlink()
    open_store(places.store, create=True).close()

    with pytest.raises(Refused, match="not a demo"):
        make_carrier(tmp_path / "demo", fresh=True)
    assert places.remote.exists()


def test_a_place_that_cannot_be_a_folder_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")

    assert run_demo(tmp_path / "file", port=0, open_browser=False, fresh=False) == 1
    assert f"{tmp_path / 'file'}: File exists" in capsys.readouterr().err


def test_everybody_of_the_sample_with_slack_takes_part() -> None:
    carrier = a_house(sample_carrier())
    book = carrier.house.books.head().book

    assert {"ada", "vera", "rosa"} <= {person.name for person in people_of(book)}
    assert [channel.name for channel in channels_of(book)] == ["noc", "changes"]


def test_slash_commands_and_their_completions_come_from_the_catalogue() -> None:
    house = a_house(sample_carrier()).house
    house.books.head()

    assert {"/trunkline", "/customer", "/repo"} <= {one.name for one in slash_commands(house)}
    assert [one.value for one in suggestions(house, "/customer", "show ben")][:1] == ["ben-llc"]

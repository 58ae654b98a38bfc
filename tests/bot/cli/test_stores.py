"""The store looked after on the command line: a copy, a loss, and what the repository remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.store.opening import open_store
from bot.cli.main import run
from tests.adapters.store.test_checking import spoil
from tests.bot.cli.test_main import Run, as_json, remote, trunkline
from tests.git_remote import human_commit
from tests.stores import in_sqlite, lose_store, store_in

__all__ = ["remote", "trunkline"]  # fixtures

pytestmark = pytest.mark.wall_clock  # the command line joins the real parts


@pytest.fixture(autouse=True)
def in_a_file(tmp_path: Path) -> None:
    in_sqlite(tmp_path / "backup.db")  # a backup is one, whatever it was made of


def test_a_backup_is_made_verified_and_restored(trunkline: Run, tmp_path: Path) -> None:
    trunkline("customer", "edit", "ben-llc", "--channels", "60", "--yes")

    code, out, err = trunkline("store", "backup", "backup.db")
    assert (code, err) == (0, "")
    assert out.startswith("Backed up to backup.db: ")
    assert " 2 operations" in out
    assert trunkline("store", "verify", "--store", in_sqlite(tmp_path / "backup.db"))[0] == 0
    lose_store(tmp_path)

    code, out, _ = trunkline("store", "restore", "backup.db")
    assert code == 0
    assert "are known again: 0." in out
    code, out, _ = trunkline("store", "verify")
    assert (code, out.splitlines()[-1]) == (0, "The store is whole.")


def test_a_change_made_after_the_backup_is_known_again(trunkline: Run, tmp_path: Path) -> None:
    trunkline("customer", "edit", "ben-llc", "--channels", "60", "--yes")
    trunkline("store", "backup", "backup.db")
    trunkline("customer", "edit", "ben-llc", "--channels", "70", "--yes")
    lose_store(tmp_path)

    answer = as_json(trunkline("store", "restore", "backup.db", "--json"))

    assert (answer["reconciled"], answer["landed"]) == (True, 1)
    assert trunkline("store", "verify")[0] == 0


def test_a_plan_that_was_confirmed_after_the_backup_does_not_land_twice(
    trunkline: Run, tmp_path: Path
) -> None:
    plan = as_json(trunkline("customer", "edit", "ben-llc", "--channels", "60", "--json"))
    trunkline("store", "backup", "backup.db")
    operation, digest = plan["operation"], plan["digest"]
    trunkline("confirm", operation, digest)
    lose_store(tmp_path)
    trunkline("store", "restore", "backup.db")

    again = trunkline("confirm", operation, digest)

    assert "Done" in "".join(again[1:])
    assert trunkline("store", "verify")[0] == 0


def test_somebody_elses_trailer_counts_for_nothing(
    trunkline: Run, remote: Path, tmp_path: Path
) -> None:
    trunkline("store", "upgrade")
    trunkline("store", "backup", "backup.db")
    forged = "Forge\n\nOp-Id: op-00000000000000000000000009\nRequested-by: ada (os:ada)\n"
    human_commit(remote, {"notes.txt": b"x"}, message=forged)
    lose_store(tmp_path)

    answer = as_json(trunkline("store", "restore", "backup.db", "--json"))

    assert answer["landed"] == 0


def test_without_the_remote_the_store_waits(trunkline: Run, remote: Path, tmp_path: Path) -> None:
    trunkline("customer", "list")
    trunkline("store", "upgrade")
    trunkline("store", "backup", "backup.db")
    lose_store(tmp_path)
    remote.rename(tmp_path / "away.git")

    code, out, _ = trunkline("store", "restore", "backup.db")

    assert code == 0
    assert "No message leaves until the bot has reached the config repository." in out


def test_verify_tells_of_the_store_also_without_the_remote(
    trunkline: Run, remote: Path, tmp_path: Path
) -> None:
    trunkline("store", "upgrade")
    remote.rename(tmp_path / "away.git")

    code, _, err = trunkline("store", "verify")
    answer = as_json(trunkline("store", "verify", "--json"))

    assert code == 4
    assert err.splitlines()[-2:] == [
        "The store is whole.",
        next(line for line in err.splitlines() if "were not compared: the config remote" in line),
    ]
    assert (answer["faults"], answer["compared"]) == ([], False)


def test_only_its_owner_looks_into_the_folder_of_a_store(
    trunkline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)  # this is about the store in a file
    trunkline("store", "upgrade")

    folder = tmp_path / "state" / "stores"
    for file in folder.iterdir():
        in_sqlite(file)
    assert folder.stat().st_mode & 0o077 == 0


def test_a_store_that_is_not_empty_is_left_alone(trunkline: Run) -> None:
    trunkline("customer", "edit", "ben-llc", "--channels", "60", "--yes")
    trunkline("store", "backup", "backup.db")

    code, _, err = trunkline("store", "restore", "backup.db")

    assert code == 1
    assert "is not empty" in err
    assert "--replace" in err


def test_a_store_that_a_bot_works_on_is_left_alone(
    trunkline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", store_in(tmp_path))
    trunkline("store", "upgrade")
    trunkline("store", "backup", "backup.db")
    bot = open_store(store_in(tmp_path), create=False)
    assert bot.leader.lead()

    refused = trunkline("store", "restore", "backup.db", "--replace")
    same = trunkline("store", "upgrade")
    bot.close()

    assert (refused[0], same[0]) == (1, 0)
    assert refused[2].startswith("a bot runs on this store\nstop it first")
    assert trunkline("store", "restore", "backup.db", "--replace")[0] == 0


def test_what_landed_a_moment_ago_and_is_not_written_down_yet_is_no_fault(
    trunkline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", store_in(tmp_path))
    trunkline("customer", "edit", "ben-llc", "--channels", "60", "--yes")
    killed = "UPDATE operations SET state = 'queued', own_commit = NULL WHERE state = 'done'"
    spoil(store_in(tmp_path), killed)

    code, out, _ = trunkline("store", "verify")

    assert (code, out.splitlines()[-1]) == (0, "The store is whole.")


def test_verify_names_a_damaged_value_and_ends(
    trunkline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", store_in(tmp_path))
    trunkline("customer", "edit", "ben-llc", "--channels", "60", "--yes")
    spoil(store_in(tmp_path), "UPDATE operations SET args = 'no json'")

    code, _, err = trunkline("store", "verify")

    assert code == 1
    assert "args cannot be read" in err
    assert "were not compared" in err


def test_verify_names_what_does_not_agree(trunkline: Run, tmp_path: Path) -> None:
    trunkline("customer", "edit", "ben-llc", "--channels", "60", "--yes")
    lose_store(tmp_path)
    trunkline("store", "upgrade")

    code, _, err = trunkline("store", "verify")

    assert code == 1
    assert "is on the branch as" in err


def test_where_no_store_is_named_it_says_what_to_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["store", "upgrade"]) == 1
    assert "say --store URL" in capsys.readouterr().err

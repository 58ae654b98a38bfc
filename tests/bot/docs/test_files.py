from __future__ import annotations

from pathlib import Path

import pytest

from bot.docs.__main__ import main
from bot.docs.files import differences, generated, write

FILES = {"docs/reference/index.md": "# Reference\n", "schemas/json/customer.json": "{}\n"}


def test_what_was_written_does_not_differ(tmp_path: Path) -> None:
    write(tmp_path, FILES)

    assert differences(tmp_path, FILES) == ()


def test_a_missing_a_changed_and_a_leftover_file_are_all_told(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "docs/reference/index.md").write_text("# By hand\n")
    (tmp_path / "schemas/json/customer.json").unlink()
    (tmp_path / "schemas/json/gone.json").write_text("{}\n")

    told = differences(tmp_path, FILES)

    assert [line.splitlines()[0] for line in told] == [
        "docs/reference/index.md: differs; run script/docs",
        "schemas/json/customer.json: is missing",
        "schemas/json/gone.json: nothing generates this file any more",
    ]


def test_writing_removes_what_nothing_generates(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "docs/reference/old.md": "old\n"})

    write(tmp_path, FILES)

    assert not (tmp_path / "docs/reference/old.md").exists()


def test_pages_kept_by_hand_stay(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "docs/reference/figures.md": "# Figures\n"})

    write(tmp_path, FILES)

    assert (tmp_path / "docs/reference/figures.md").exists()
    assert differences(tmp_path, FILES) == ()


def test_the_outcome_is_the_same_every_time() -> None:
    assert generated() == generated()


def test_check_tells_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--check"], tmp_path)

    assert code == 1
    assert "docs/reference/commands.md: is missing" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_unknown_arguments_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err

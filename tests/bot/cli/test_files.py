"""Files as arguments on the command line: a path, or what is piped in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.session import with_files
from engine.errors import Refused
from handlers.kit.catalogue import Catalogue
from handlers.kit.files import UploadedText

ROOT = Path(__file__).resolve().parents[3]
IMPORT = Catalogue.read().get("customer import")


def text_of(path: str) -> UploadedText:
    assert IMPORT is not None
    return UploadedText.model_validate(with_files(IMPORT, {"file": path})["file"])


def test_a_path_is_read_and_called_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_bytes("name\r\nN\u00f8va\r\n".encode("utf-8-sig"))

    assert text_of(str(file)) == UploadedText(name="new.csv", text="name\nN\u00f8va\n")


def test_a_dash_reads_what_is_piped_in() -> None:
    code = "from tests.bot.cli.test_files import text_of; print(text_of('-').text)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        input=b"name\nNova\n",
        capture_output=True,
        check=True,
        cwd=ROOT,
    )

    assert ran.stdout == b"name\nNova\n\n"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nothing\.csv cannot be read: No such file"):
        text_of(str(tmp_path / "nothing.csv"))


def test_other_arguments_stay_as_they_are() -> None:
    assert IMPORT is not None
    assert with_files(IMPORT, {"skip_bad": True}) == {"skip_bad": True}

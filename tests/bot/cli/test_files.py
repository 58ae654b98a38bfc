"""Files as arguments on the command line: a path, or what is piped in."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli.session import with_files
from engine.errors import Refused
from handlers.kit.catalogue import Catalogue
from handlers.kit.files import UploadedText

IMPORT = Catalogue.read().get("customer import")


def text_of(path: str) -> UploadedText:
    assert IMPORT is not None
    return UploadedText.model_validate(with_files(IMPORT, {"file": path})["file"])


def test_a_path_is_read_and_called_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_bytes("name\r\nN\u00f8va\r\n".encode("utf-8-sig"))

    assert text_of(str(file)) == UploadedText(name="new.csv", text="name\nN\u00f8va\n")


def test_a_dash_reads_what_is_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"name\nNova\n")))

    assert text_of("-") == UploadedText(name="standard input", text="name\nNova\n")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nothing\.csv cannot be read: No such file"):
        text_of(str(tmp_path / "nothing.csv"))


def test_other_arguments_stay_as_they_are() -> None:
    assert IMPORT is not None
    assert with_files(IMPORT, {"skip_bad": True}) == {"skip_bad": True}

"""The key file of the vault, and what is said of it when it is wrong."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from adapters.secrets.age import AgeVault
from engine.errors import Refused
from schemas.recipients import age_recipient


def test_a_key_file_is_its_owners_alone_and_names_its_recipient(tmp_path: Path) -> None:
    file = tmp_path / "age.key"
    recipient = AgeVault("").make_key(str(file))

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert age_recipient(recipient) == recipient
    assert recipient in file.read_text()


def test_any_key_of_the_file_opens(tmp_path: Path) -> None:
    old, new, both = tmp_path / "old", tmp_path / "new", tmp_path / "both"
    vault = AgeVault(str(both))
    recipients = [vault.make_key(str(old)), vault.make_key(str(new))]
    both.write_text(old.read_text() + "\n" + new.read_text())

    assert [vault.open(vault.seal("x", [one])) for one in recipients] == ["x", "x"]


@pytest.mark.parametrize("text", ["", "# nothing", "AGE-SECRET-KEY-1QQQQ", "\xff\xfe"])
def test_a_file_without_a_key_is_told_without_its_text(tmp_path: Path, text: str) -> None:
    file = tmp_path / "age.key"
    file.write_bytes(text.encode("latin-1"))
    vault = AgeVault(str(file))

    with pytest.raises(Refused, match="holds no age key") as caught:
        vault.open("-----BEGIN AGE ENCRYPTED FILE-----\n")
    assert "QQQQ" not in f"{caught.value} {caught.value.hint}"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read: No such file"):
        AgeVault(str(tmp_path / "none")).open("x")


def test_a_key_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        AgeVault("").make_key(str(tmp_path / "no" / "folder"))

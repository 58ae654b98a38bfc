"""Files are named as git names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.blobs import blob_id
from tests.git_remote import git


@pytest.mark.parametrize(
    "data", [b"", b"name: Ben LLC\n", b"no end of line", b"\0\xff\r\n", b"x" * 100_000]
)
def test_bytes_are_named_as_git_names_them(tmp_path: Path, data: bytes) -> None:
    assert blob_id(data) == git(tmp_path, "hash-object", "--stdin", stdin=data)


def test_the_empty_file_has_the_id_everybody_knows() -> None:
    assert blob_id(b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"

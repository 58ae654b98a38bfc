"""A key that signs, and what is said against one that does not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from adapters.git.signing import complaint_of_key


@pytest.mark.parametrize(
    ("passphrase", "mode", "told"),
    [("", 0o600, ""), ("", 0o644, "No private key found"), ("secret", 0o600, "passphrase")],
)
def test_a_key_is_tried_by_signing_with_it(
    tmp_path: Path, passphrase: str, mode: int, told: str
) -> None:
    key = tmp_path / "signing_key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", key], check=True)
    key.chmod(mode)

    said = complaint_of_key(str(key))

    assert (told in said, bool(said)) == (True, bool(told))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "No such file" in complaint_of_key(str(tmp_path / "none"))

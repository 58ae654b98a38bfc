"""The ``Vault`` port on age: X25519 keys, armoured text."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import Refused

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

_VARIABLE = "TRUNKLINE_AGE_KEY_FILE"
_PREFIX = "AGE-SECRET-KEY-1"


class AgeVault:
    """Seals for anybody; opens with the keys of one file."""

    def __init__(self, key_file: str) -> None:
        """Open with the keys in ``key_file``, read when one is needed; empty: seals only."""
        self._key_file = key_file

    def seal(self, text: str, recipients: Sequence[str]) -> str:
        """Give armoured age text that each of ``recipients`` can open."""
        import pyrage

        if not recipients:
            raise Refused("there is nobody to seal a secret for", "name a recipient")
        keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
        sealed: bytes = pyrage.encrypt(text.encode(), keys, armored=True)
        return sealed.decode("ascii")

    def open(self, sealed: str) -> str:
        """Give the text that was sealed."""
        import pyrage

        try:
            text: bytes = pyrage.decrypt(sealed.encode(), self._identities())
        except pyrage.DecryptError as error:
            raise Refused(
                "our key does not open this secret",
                f"{_VARIABLE} has to name the key of one of the recipients in settings.yaml",
            ) from error
        return text.decode()

    def make_key(self, file: str) -> str:
        """Make a key in a new file that only its owner can read; gives its recipient."""
        import pyrage

        identity = pyrage.x25519.Identity.generate()
        recipient = str(identity.to_public())
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise Refused(
                f"{file} is there already", "name a new file; a key is never written over"
            ) from error
        except OSError as error:
            raise Refused(f"{file} cannot be written: {error.strerror}", "name another") from error
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(f"# public key: {recipient}\n{identity}\n")
            opened.flush()
            os.fsync(opened.fileno())
        return recipient

    def _identities(self) -> list[Identity]:
        import pyrage

        if not self._key_file:
            raise Refused(
                "we hold no key that opens secrets", f"set {_VARIABLE} to the file with the age key"
            )
        lines = [line.strip() for line in self._lines()]
        try:
            keys = [
                pyrage.x25519.Identity.from_str(one) for one in lines if one.startswith(_PREFIX)
            ]
        except pyrage.IdentityError as error:
            raise _malformed() from error
        if not keys:
            raise _malformed()
        return keys

    def _lines(self) -> list[str]:
        try:
            return Path(self._key_file).read_text("utf-8").splitlines()
        except OSError as error:
            raise Refused(
                f"the file {_VARIABLE} names cannot be read: {error.strerror}",
                "name the file with the age key, readable by this process",
            ) from error
        except UnicodeDecodeError as error:
            raise _malformed() from error


def _malformed() -> Refused:
    """Say so without a word of what stands in the file."""
    return Refused(
        f"the file {_VARIABLE} names holds no age key", "it has a line AGE-SECRET-KEY-1..."
    )

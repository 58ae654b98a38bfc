"""In-memory twins for secrets: sealed text nobody else can read, chance that can be foretold, hashes that cost nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import textwrap
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from engine.errors import Refused

_FIRST = "-----BEGIN AGE ENCRYPTED FILE-----\n"
_LAST = "-----END AGE ENCRYPTED FILE-----\n"


class MemoryVault:
    """The ``Vault`` port: looks like age, and remembers in this process alone what it sealed and for whom."""

    def __init__(self, *keys: str) -> None:
        """Open what is sealed for one of ``keys``, which are recipients."""
        self._keys = keys
        self._sealed: dict[str, tuple[str, tuple[str, ...]]] = {}

    def seal(self, text: str, recipients: Sequence[str]) -> str:
        """Give a text that stands for the secret; another one each time."""
        if not recipients:
            raise Refused("there is nobody to seal a secret for", "name a recipient")
        token = base64.b64encode(json.dumps([secrets.token_hex(32)]).encode()).decode()
        sealed = _FIRST + "\n".join(textwrap.wrap(token, 64)) + "\n" + _LAST
        self._sealed[sealed] = (text, tuple(recipients))
        return sealed

    def open(self, sealed: str) -> str:
        """Give the text that was sealed."""
        if not self._keys:
            raise Refused("we hold no key that opens secrets", "give the vault one")
        text, readers = self._sealed.get(sealed, ("", ()))
        if not set(readers) & set(self._keys):
            raise Refused("our key does not open this secret", "give the vault another")
        return text

    def make_key(self, file: str) -> str:
        """Write a new file and give a recipient that nobody else has."""
        if Path(file).exists():
            raise Refused(f"{file} is there already", "name a new file")
        recipient = f"age1{hashlib.sha256(file.encode()).hexdigest()[:58]}"
        Path(file).write_text(f"# public key: {recipient}\n", "utf-8")
        return recipient


class CountedRandomness:
    """The ``Randomness`` port without chance: every draw is the next of a series."""

    def __init__(self) -> None:
        """Start before the first draw."""
        self._draws = count(1)

    def letters(self, alphabet: str, count: int) -> str:
        """Give letters made from the number of the draw."""
        digest = hashlib.sha256(str(next(self._draws)).encode()).digest() * (1 + count // 32)
        return "".join(alphabet[byte % len(alphabet)] for byte in digest[:count])


class PlainHasher:
    """The ``PasswordHasher`` port without its cost."""

    def hash(self, password: str) -> str:
        """Give a salted hash."""
        return self._hash(password, secrets.token_hex(8))

    def fits(self, password: str, hashed: str) -> bool:
        """Whether this is the password of a hash."""
        salt = hashed.split("$")[2] if hashed.count("$") == 3 else ""
        return self._hash(password, salt) == hashed

    def _hash(self, password: str, salt: str) -> str:
        return f"$plain${salt}${hashlib.sha256(f'{salt}{password}'.encode()).hexdigest()}"

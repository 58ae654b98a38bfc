"""What is inside a sealed secret: the text or its digests, and everybody who could ever read it.

A switch needs the digests of a SIP password, never the password; a PIN and the password we answer with are needed as
they are. The readers stand inside because age does not tell them, and whoever leaves has to be reckoned with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.book import Book
from engine.documents import to_plain
from engine.edits import Plain
from engine.errors import Refused
from engine.ports.secrets import Randomness
from schemas.base import DocumentKind
from schemas.network import is_sealed
from schemas.settings import Settings

READ_ALOUD = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody mixes up when they are read aloud: no l, o, 0, O, 1, I."""
_GROUPS, _GROUP = 4, 4

MASK = "***"
"""What stands for a secret wherever something is written out."""

HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
"""Algorithm of a digest challenge -> its hash. Source: RFC 7616 and RFC 8760; old phones know MD5 only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A secret opened.

    ``text`` is what has to be known as it is; ``digests`` maps an algorithm to HA1, with the ``username`` and ``realm`` it
    holds for. ``readers`` are the recipients that could ever open it.
    """

    text: str = ""
    username: str = ""
    realm: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    readers: tuple[str, ...] = ()

    def written(self) -> str:
        """Give it as the text that is sealed."""
        said = {
            "text": self.text,
            "username": self.username,
            "realm": self.realm,
            "digests": dict(self.digests),
            "readers": sorted(self.readers),
        }
        return json.dumps({key: value for key, value in said.items() if value}, sort_keys=True)

    def read_by(self, recipients: Iterable[str]) -> Secret:
        """Give the same secret, now readable by these too."""
        return replace(self, readers=tuple(sorted({*self.readers, *recipients})))

    def leaked_to(self, recipients: Iterable[str]) -> tuple[str, ...]:
        """Give those who could read it and are none of ``recipients`` any more."""
        return tuple(sorted(set(self.readers) - set(recipients)))


def read_secret(text: str) -> Secret:
    """Read what was sealed; text of another hand is taken as it is."""
    try:
        said = json.loads(text)
    except ValueError:
        return Secret(text=text)
    known = {"text", "username", "realm", "digests", "readers"}
    if not isinstance(said, dict) or not said or said.keys() - known:
        return Secret(text=text)
    return Secret(**{**said, "readers": tuple(said.get("readers", ()))})


def digests_of(username: str, realm: str, password: str) -> Secret:
    """Make the digests a switch checks a SIP login with.

    Source: RFC 7616 section 3.4.2, A1 = user ":" realm ":" password.
    """
    joined = f"{username}:{realm}:{password}".encode()
    digests = {name: hashed(joined).hexdigest() for name, hashed in HASHES.items()}
    return Secret(username=username, realm=realm, digests=digests)


def new_password(randomness: Randomness) -> str:
    """Draw a password of 93 bits that can be read aloud: four groups of four."""
    drawn = randomness.letters(READ_ALOUD, _GROUPS * _GROUP)
    return "-".join(drawn[at : at + _GROUP] for at in range(0, len(drawn), _GROUP))


def new_pin(randomness: Randomness) -> str:
    """Draw a PIN of six digits."""
    return randomness.letters("0123456789", 6)


def recipients_of(settings: Settings) -> tuple[str, ...]:
    """Give the keys to which the carrier's secrets are sealed.

    Raises:
        Refused: the settings name none.
    """
    keys = tuple(reader.key for reader in settings.secrets.recipients)
    if not keys:
        raise Refused(
            "the settings name nobody who may read secrets, so none can be set",
            "make a key with trunkline secrets keygen, then: secrets rekey --add bot=age1...",
        )
    return keys


SEALED = "sealed"
"""Under which key a sealed text stands alone where JSON values are kept: ``{"sealed": "-----BEGIN AGE..."}``."""


def wiped(value: Any) -> Any:
    """Give JSON values with nothing left of what was sealed in them."""
    if isinstance(value, Mapping):
        if value.keys() == {SEALED}:
            return MASK
        return {key: wiped(below) for key, below in value.items()}
    if isinstance(value, (list, tuple)):
        return [wiped(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class Place:
    """Where a secret stands: the file, the document, and the pointer to the value as the file's model has it."""

    path: str
    document: str
    at: tuple[str | int, ...]
    sealed: str
    owner: str  # id of the list item it belongs to, or of the document

    @property
    def name(self) -> str:
        """Say which secret it is: ``users[front-desk].secret`` in a list, else the dotted path."""
        return ".".join(str(part) for part in self.at)


def secrets_in(book: Book) -> Iterator[Place]:
    """Give every secret of every document that holds."""
    for kind in (DocumentKind.AUTH, DocumentKind.PROVIDER):
        for name in book.ids(kind) or ():
            path = book.documents.path_of(kind, name)
            model = book.documents.load(path).model if path else None
            if path and model is not None:
                for at, sealed, owner in _sealed((), to_plain(model), name):
                    yield Place(path, name, at, sealed, owner)


def _sealed(
    at: tuple[str | int, ...], value: Plain, owner: str
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    if isinstance(value, Mapping):
        own = str(value.get("id", owner))
        for key, below in value.items():
            yield from _sealed((*at, key), below, own)
    elif isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            yield from _sealed((*at, place), item, owner)
    elif is_sealed(value):
        yield at, str(value), owner

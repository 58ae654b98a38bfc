"""Sealing, chance, and passwords that can be recognised and not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Vault(Protocol):
    """Sealing secrets so that only the holders of certain keys can read them, and opening them with ours."""

    def seal(self, text: str, recipients: Sequence[str]) -> str:
        """Give armoured age text that each of ``recipients`` can open; another text each time it is asked.

        Raises:
            Refused: there is no recipient.
        """
        ...

    def open(self, sealed: str) -> str:
        """Give the text that was sealed.

        Raises:
            Refused: we hold no key, or ours does not open it.
        """
        ...

    def make_key(self, file: str) -> str:
        """Make a key, write it to a new file that only its owner can read, and give the recipient that belongs to it.

        Raises:
            Refused: the file is there already, or cannot be written.
        """
        ...


class Randomness(Protocol):
    """Where chance comes from that nobody may guess."""

    def letters(self, alphabet: str, count: int) -> str:
        """Draw ``count`` letters of ``alphabet``, each as likely as any other."""
        ...


class PasswordHasher(Protocol):
    """Keeping a password so that it can be recognised and not read."""

    def hash(self, password: str) -> str:
        """Give a salted hash that costs time and memory to make; another one each time."""
        ...

    def fits(self, password: str, hashed: str) -> bool:
        """Whether this is the password of a hash."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPassword:
    """How a contact of a customer logs in to the portal. ``must_change``: a new password is asked for at the next login."""

    customer: str
    contact: str
    hash: str
    set_at: datetime
    must_change: bool


class PortalPasswords(Protocol):
    """The portal passwords of contacts, as hashes; durable and safe for several processes."""

    def put(self, password: PortalPassword) -> None:
        """Record a password in the place of the one before."""
        ...

    def get(self, customer: str, contact: str) -> PortalPassword | None:
        """Give what is recorded of a contact."""
        ...

    def remove(self, customer: str, contact: str) -> bool:
        """Forget the password of a contact; False if there was none."""
        ...

    def known(self) -> Sequence[tuple[str, str]]:
        """List the (customer, contact) pairs that have a password."""
        ...

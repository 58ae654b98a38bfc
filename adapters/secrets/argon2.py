"""The ``PasswordHasher`` port on argon2id, with the library's costs (RFC 9106, low memory)."""

from __future__ import annotations


class Argon2Hasher:
    """Hashes with a salt of its own each time; about a tenth of a second."""

    def hash(self, password: str) -> str:
        """Give a hash in the PHC form, which names its costs."""
        from argon2 import PasswordHasher

        return PasswordHasher().hash(password)

    def fits(self, password: str, hashed: str) -> bool:
        """Whether this is the password of a hash."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return PasswordHasher().verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

"""What every ``PasswordHasher`` promises, asked of argon2 and of the twin in memory."""

from __future__ import annotations

import pytest

from adapters.memory.secrets import PlainHasher
from adapters.secrets.argon2 import Argon2Hasher
from engine.ports.secrets import PasswordHasher


@pytest.fixture(params=[Argon2Hasher, PlainHasher])
def hasher(request: pytest.FixtureRequest) -> PasswordHasher:
    made: PasswordHasher = request.param()
    return made


def test_only_the_password_fits(hasher: PasswordHasher) -> None:
    hashed = hasher.hash("correct horse")

    assert "correct" not in hashed
    assert hasher.fits("correct horse", hashed)
    assert not hasher.fits("Correct horse", hashed)


def test_each_hash_has_a_salt_of_its_own(hasher: PasswordHasher) -> None:
    assert hasher.hash("x") != hasher.hash("x")


@pytest.mark.parametrize("hashed", ["", "x", "$argon2id$v=19$broken", "$plain$$$"])
def test_what_is_no_hash_fits_nothing(hasher: PasswordHasher, hashed: str) -> None:
    assert not hasher.fits("x", hashed)

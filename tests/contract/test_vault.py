"""What every ``Vault`` promises, asked of age and of the twin in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.memory.secrets import MemoryVault
from adapters.secrets.age import AgeVault
from engine.errors import Refused
from engine.ports.secrets import Vault
from schemas.network import age_text, is_sealed


class Safe:
    """A vault with a key of its own, and the recipient that belongs to it."""

    def __init__(self, vault: Vault, recipient: str) -> None:
        self.vault, self.recipient = vault, recipient


@pytest.fixture(params=["age", "memory"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Safe]:
    shared = MemoryVault()

    def make_safe(name: str) -> Safe:
        file = str(tmp_path / f"{name}.key")
        if request.param == "age":
            return Safe(AgeVault(file), AgeVault("").make_key(file))
        recipient = shared.make_key(file)
        vault = MemoryVault(recipient)
        vault._sealed = shared._sealed
        return Safe(vault, recipient)

    return make_safe


def test_what_was_sealed_is_opened_by_every_recipient(make: Callable[[str], Safe]) -> None:
    bot, rosa = make("bot"), make("rosa")
    sealed = bot.vault.seal("Grüße 7", [bot.recipient, rosa.recipient])

    assert bot.vault.open(sealed) == rosa.vault.open(sealed) == "Grüße 7"


def test_the_sealed_text_may_stand_in_a_file_and_says_nothing(make: Callable[[str], Safe]) -> None:
    bot = make("bot")
    sealed = bot.vault.seal("hunter2", [bot.recipient])

    assert is_sealed(sealed)
    assert age_text(sealed) == sealed
    assert "hunter2" not in sealed


def test_each_sealing_is_another_text(make: Callable[[str], Safe]) -> None:
    bot = make("bot")

    assert bot.vault.seal("x", [bot.recipient]) != bot.vault.seal("x", [bot.recipient])


def test_nobody_else_opens_it(make: Callable[[str], Safe]) -> None:
    bot, thief = make("bot"), make("thief")
    sealed = bot.vault.seal("hunter2", [bot.recipient])

    with pytest.raises(Refused, match="our key does not open this secret"):
        thief.vault.open(sealed)


def test_a_damaged_text_is_refused(make: Callable[[str], Safe]) -> None:
    bot = make("bot")
    sealed = bot.vault.seal("hunter2", [bot.recipient])
    lines = sealed.splitlines(keepends=True)

    with pytest.raises(Refused, match="does not open"):
        bot.vault.open("".join([lines[0], *lines[2:]]))


def test_sealing_for_nobody_is_refused(make: Callable[[str], Safe]) -> None:
    with pytest.raises(Refused, match="nobody to seal a secret for"):
        make("bot").vault.seal("x", [])


def test_sealing_needs_no_key_and_opening_does(make: Callable[[str], Safe]) -> None:
    bot = make("bot")
    keyless: Vault = AgeVault("") if isinstance(bot.vault, AgeVault) else MemoryVault()
    sealed = keyless.seal("x", [bot.recipient])

    with pytest.raises(Refused, match="we hold no key"):
        keyless.open(sealed)


def test_a_key_is_never_written_over(make: Callable[[str], Safe], tmp_path: Path) -> None:
    bot = make("bot")

    with pytest.raises(Refused, match="is there already"):
        bot.vault.make_key(str(tmp_path / "bot.key"))

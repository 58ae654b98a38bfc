"""Field type for who may read the carrier's secrets: the public half of an age key."""

from __future__ import annotations

from typing import Annotated

from schemas.faults import fault, quoted
from schemas.scalars import Scalar, text_of

_WORD = "age1"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_LENGTH = 62
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def age_recipient(value: object) -> str:
    """Read a recipient: ``age1`` and 58 letters, the last six of which are a checksum over the rest."""
    text = text_of(value, wanted="the public half of an age key").strip()
    if text.upper().startswith("AGE-SECRET-KEY-"):
        raise fault(
            "recipient-key",
            "this is a secret key, which no file of the repository may hold",
            "it is known to everybody now: make another with trunkline secrets keygen, and write its age1... here",
        )
    if not text.startswith(_WORD) or len(text) != _LENGTH or set(text[4:]) - set(_LETTERS):
        raise fault(
            "recipient-key",
            f"{quoted(text)} is no age recipient",
            "write age1 and the 58 letters that follow, as trunkline secrets keygen prints them",
        )
    if _checksum(text) != 1:
        raise fault(
            "recipient-key",
            f"{quoted(text)} has a letter wrong: its checksum does not fit",
            "copy it again",
        )
    return text


def _checksum(text: str) -> int:
    """Give 1 for a text whose last six letters fit.

    Source: BIP 173 (Bech32), which the age specification uses for keys.
    """
    prefix, letters = text[:3], text[4:]
    values = [ord(one) >> 5 for one in prefix] + [0] + [ord(one) & 31 for one in prefix]
    found = 1
    for value in [*values, *map(_LETTERS.index, letters)]:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            found ^= generator if top >> place & 1 else 0
    return found


AgeRecipient = Annotated[
    str,
    Scalar(
        age_recipient,
        {"type": "string", "pattern": f"^age1[{_LETTERS}]{{58}}$", "maxLength": _LENGTH},
    ),
]

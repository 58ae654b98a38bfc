"""A secret as an argument: a password somebody sets by hand.

It is typed into a form, or answered at a hidden prompt; slash text and argv refuse it. Before anything is stored it is
sealed to the recipients of the carrier's secrets, and ``***`` stands for it wherever a command is written out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from engine.sealed import MASK, SEALED
from handlers.kit.catalogue import Argument, Entry
from schemas.faults import fault

MARK = "x-secret-text"
"""The mark of such an argument in a JSON Schema."""
LONGEST = 200
_WANTED = "type it into the form"


class SecretText:
    """A secret, as it was typed or sealed; never printed.

    Fresh from a form it holds the plain text, so that its rules can be checked; ``run`` always has the sealed one.
    """

    __slots__ = ("_plain", "sealed")

    def __init__(self, plain: str | None = None, *, sealed: str = "") -> None:
        """Hold one of both."""
        self._plain = plain
        self.sealed = sealed

    def __repr__(self) -> str:
        """Tell nothing."""
        return MASK

    def __eq__(self, other: object) -> bool:
        """Compare by what is held."""
        return isinstance(other, SecretText) and (self._plain, self.sealed) == (
            other._plain,
            other.sealed,
        )

    def __hash__(self) -> int:
        """Go with equality."""
        return hash((self._plain, self.sealed))

    @property
    def is_fresh(self) -> bool:
        """Whether the plain text is still here, not sealed yet."""
        return self._plain is not None

    def revealed(self, unseal: Callable[[str], str]) -> str:
        """Give the plain text; ``unseal`` is asked if only the sealed one is here."""
        return self._plain if self._plain is not None else unseal(self.sealed)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read typed text or the stored form; write the stored form, never the text."""
        return core_schema.no_info_plain_validator_function(
            _read, serialization=core_schema.plain_serializer_function_ser_schema(_stored)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Let the catalogue know a secret by its mark."""
        return {"type": "string", MARK: True}


@dataclass(frozen=True, slots=True)
class Length:
    """Annotation metadata: how many characters a secret has, while it can be counted; ``digits``: nothing else."""

    shortest: int
    longest: int = LONGEST
    digits: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Look at a fresh secret; a sealed one was looked at before it was sealed."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def _checked(self, secret: SecretText) -> SecretText:
        if not secret.is_fresh:
            return secret
        text = secret.revealed(str)
        if self.digits and not (text.isascii() and text.isdigit()):
            raise fault("text-format", "the secret is not made of digits only", "use digits")
        if not self.shortest <= len(text) <= self.longest:
            raise fault(
                "text-length",
                f"the secret has {len(text)} characters",
                f"use {self.shortest} to {self.longest}",
            )
        return secret


def _read(value: object) -> SecretText:
    """Take what a form or prompt gave, or what was stored. What was typed is never repeated in a message."""
    if isinstance(value, SecretText):
        return value
    if isinstance(value, Mapping) and isinstance(value.get(SEALED), str):
        return SecretText(sealed=str(value[SEALED]))
    if not isinstance(value, str):
        raise fault("wrong-shape", "this is not a secret", _WANTED)
    if not value or value != value.strip():
        raise fault(
            "empty-value", "the secret is empty, or has blanks at its ends", "type it without"
        )
    if len(value) > LONGEST or not value.isprintable():
        raise fault(
            "text-characters",
            "the secret is too long or holds a character that cannot be typed",
            f"use at most {LONGEST} characters of a keyboard",
        )
    return SecretText(value)


def _stored(secret: SecretText) -> object:
    return {SEALED: secret.sealed} if secret.sealed else MASK


# --- the arguments of a command -------------------------------------------------------------------------------


def secret_arguments(entry: Entry) -> tuple[Argument, ...]:
    """Give the arguments of a command that are secrets."""
    return tuple(argument for argument in entry.arguments if argument.type == "secret")


def with_sealed(
    entry: Entry, args: Mapping[str, object], seal: Callable[[str], str]
) -> dict[str, object]:
    """Give arguments as they may be stored: every secret that was typed is sealed."""
    secret = {argument.name for argument in secret_arguments(entry)}
    return {
        name: {SEALED: seal(value)} if name in secret and isinstance(value, str) else value
        for name, value in args.items()
    }

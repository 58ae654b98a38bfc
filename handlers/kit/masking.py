"""What nobody sees, and what only viewers see of people: their addresses and phones are masked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.edits import Plain
from handlers.kit.command import Actor
from schemas.operators import Role

_SEALED = "-----BEGIN AGE ENCRYPTED FILE-----"
_EMAIL = re.compile(r"([^\s@:,<>])[^\s@:,<>]*(@[^\s@,<>]+)")
_PHONE = re.compile(r"\+?[0-9]{3,}(?=[0-9]{4}(?![0-9]))")


def seen_by(actor: Actor, value: Plain) -> Plain:
    """Give a value as somebody may see it: who may only look sees ``b***@example.com`` and ``***0018``."""
    if actor.roles - {Role.VIEWER}:
        return value
    if isinstance(value, str):
        return _PHONE.sub("***", _EMAIL.sub(r"\1***\2", value))
    if isinstance(value, Mapping):
        return {key: seen_by(actor, below) for key, below in value.items()}
    if isinstance(value, Sequence):
        return [seen_by(actor, one) for one in value]
    return value


def without_secrets(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give a document without what is encrypted in it, however deep it stands."""
    return {key: _bare(value) for key, value in document.items() if not _is_sealed(value)}


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return without_secrets(value)
    if isinstance(value, list):
        return [_bare(one) for one in value if not _is_sealed(one)]
    return value


def _is_sealed(value: object) -> bool:
    return isinstance(value, str) and value.startswith(_SEALED)

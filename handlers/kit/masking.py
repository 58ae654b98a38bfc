"""What only viewers see of people: their addresses and phones are masked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.edits import Plain
from handlers.kit.command import Actor
from schemas.operators import Role

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

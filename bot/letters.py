"""Letters on their way: what a command hands over, as effects, and opened at the last moment.

The secret lies sealed in the outbox and is wiped there when it is sent. A letter for somebody at a terminal is claimed by
that very process as soon as the change is done; if nobody takes it, it goes to them by mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.ports.clock import Clock
from engine.ports.effects import Effect, Effects, EffectState
from engine.ports.ids import OperationId
from engine.ports.operations import Operation
from engine.ports.secrets import Vault
from engine.sealed import SEALED
from handlers.kit.catalogue import label_of
from handlers.kit.command import Actor
from handlers.kit.letters import Letter
from handlers.kit.reply import Fields, Reply, Text, Tone

BY_SLACK, BY_MAIL = "slack.letter", "mail.send"
TAKEN_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLetter:
    """A letter with its secrets in plain sight; lives while it is sent, and is never stored."""

    template: str
    title: str
    said: Mapping[str, str]
    secrets: Mapping[str, str]
    to: str
    name: str
    note: str

    def __repr__(self) -> str:
        """Tell no secret."""
        return f"OpenLetter({self.title!r})"

    @property
    def reply(self) -> Reply:
        """The letter as an answer; its first line, which notifications show, tells no secret."""
        pairs = tuple(
            (label_of(name), text) for name, text in {**self.said, **self.secrets}.items()
        )
        note = (Text(self.note, Tone.WARNING),) if self.note else ()
        exact = tuple(label_of(name) for name in self.secrets)
        return Reply(f"{self.title}.", (Fields(pairs, exact=exact), *note))


def effects_of(
    letters: Iterable[Letter], operation: Operation, actor: Actor, now: datetime
) -> tuple[Effect, ...]:
    """Put letters into the outbox; the same letters of an operation are the same effects."""
    return tuple(
        _effect(letter, number, operation, actor, now) for number, letter in enumerate(letters)
    )


def at_terminal(operation: str) -> str:
    """Name the effect that is the letter of an operation for somebody at a terminal."""
    return f"{operation}:terminal"


def _effect(
    letter: Letter, number: int, operation: Operation, actor: Actor, now: datetime
) -> Effect:
    in_slack = operation.origin.get("front_end") == "slack"
    user = str(operation.origin.get("user")) if in_slack else ""
    name, since = f"{operation.id}:letter:{number}", None
    if letter.to:
        kind, recipient = BY_MAIL, f"mail:{letter.to}"
    elif user:
        kind, recipient = BY_SLACK, f"slack:{user}"
    else:
        # Nobody else's letter may be claimed by this name.
        name, since = at_terminal(operation.id), now + TAKEN_WITHIN
        kind, recipient = BY_MAIL, f"terminal:{operation.id}"
    payload = {
        "template": letter.template,
        "title": letter.title,
        "said": [[key, value] for key, value in letter.said.items()],
        "sealed": {key: {SEALED: text} for key, text in letter.sealed.items()},
        "to": letter.to or actor.email,
        "name": letter.name if letter.to else actor.name,
        "note": letter.note,
        **({"channel": user} if kind == BY_SLACK else {}),
    }
    return Effect(
        id=name,
        operation=operation.id,
        kind=kind,
        recipient=recipient,
        payload=payload,
        created_at=now,
        next_try_at=since,
    )


def hand_over(
    operation: OperationId,
    show: Callable[[Reply], None],
    *,
    effects: Effects,
    vault: Vault,
    clock: Clock,
) -> None:
    """Show the letter of an operation to somebody at a terminal, once; nothing if there is none.

    A letter that was not shown stays, and goes to them by mail.

    Raises:
        Refused: our key does not open it.
    """
    effect = effects.claim(at_terminal(operation), now=clock.now())
    if effect is None:
        return
    shown = False
    try:
        show(opened(effect.payload, vault).reply)
        shown = True
    finally:
        now = clock.now()
        state = EffectState.SENT if shown else EffectState.PENDING
        effects.settle(effect, state=state, at=now, next_try_at=None if shown else now)


def opened(payload: Mapping[str, Any], vault: Vault) -> OpenLetter:
    """Open the letter that lies in the payload of an effect.

    Raises:
        Refused: our key does not open it.
    """
    secrets = {name: vault.open(str(held[SEALED])) for name, held in payload["sealed"].items()}
    return OpenLetter(
        template=str(payload["template"]),
        title=str(payload["title"]),
        said={str(key): str(value) for key, value in payload["said"]},
        secrets=secrets,
        to=str(payload["to"]),
        name=str(payload["name"]),
        note=str(payload["note"]),
    )

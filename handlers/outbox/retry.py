"""Let a message that waits or was given up be sent as soon as it is its turn.

Before it is sent, the channel is looked at: a message that arrived after all is not sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Refused
from engine.ports.effects import EffectState
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(BaseModel):
    """Which message."""

    model_config = ConfigDict(extra="forbid")

    message: str = Field(
        description="The message, as outbox list names it.",
        examples=["op-01kax3v9m2c8r4t6w0y5z7b1nd:changes"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Ask for another try."""
    found = services.store.effects.get(args.message)
    if found is None:
        raise Refused(f'there is no message "{args.message}"', "see: outbox list")
    sealed = found.payload.get("sealed")
    held = sealed.values() if isinstance(sealed, Mapping) else ()
    if any(not isinstance(one, Mapping) for one in held):
        raise Refused(
            f"what was secret in {args.message} is wiped, so it cannot be sent again",
            "make a new one with the command that made it",
        )
    if not services.store.effects.retry(args.message):
        raise Refused(_stands(args.message, found.state), "see: outbox list")
    return Reply(f"{args.message} is sent as soon as it is its turn. See: outbox list")


def _stands(message: str, state: EffectState) -> str:
    if state is EffectState.SENDING:
        return f"{message} is being sent right now"
    return f"{message} was {state} already"


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.STATE,
    examples=("outbox retry op-01kax3v9m2c8r4t6w0y5z7b1nd:changes",),
)

"""List the messages that did not leave: those that wait, and those that were given up.

A message waits while Slack or the mail server is away, and is tried again for a day. It is given up then, or at once if no waiting
would mend it: a channel that is gone, a bot that was not invited to it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from engine.ports.effects import Effect as Message
from engine.ports.effects import EffectState
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.paging import page_of
from handlers.kit.reply import Actions, Button, Reply, Table
from handlers.kit.services import Services
from handlers.kit.wording import one_line, plural, when
from schemas.operators import Role
from schemas.quantities import Count

MOST = 500
SAID_LENGTH = 60
UNSENT = (EffectState.PENDING, EffectState.SENDING, EffectState.FAILED)
_COLUMNS = ("Message", "To", "Says", "Since", "State", "Tries", "Why")
_WORDS = {
    EffectState.PENDING: "waits",
    EffectState.SENDING: "is being sent",
    EffectState.FAILED: "given up",
}


class Args(BaseModel):
    """Which page."""

    model_config = ConfigDict(extra="forbid")

    page: Count = Field(1, description="Which page of the list.", examples=[2])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """List them, the newest first."""
    found = services.store.effects.in_states(UNSENT, limit=MOST)
    if not found:
        return Reply("Every message has left.", values={"waiting": 0, "given_up": 0})
    given_up = sum(one.state is EffectState.FAILED for one in found)
    page = page_of(found, args.page)
    now = services.clock.now()
    table = Table(_COLUMNS, tuple(_row(one, now) for one in page.rows), page.note, ("Tries",))
    buttons = (*_ways(page.rows), *page.turns("outbox list", {}))
    return Reply(
        f"{plural(len(found) - given_up, 'message')} waiting to be sent, {given_up} given up.",
        (table, Actions(buttons)) if buttons else (table,),
        values={"waiting": len(found) - given_up, "given_up": given_up},
    )


def _row(message: Message, now: datetime) -> tuple[str, ...]:
    state = _WORDS[message.state]
    if message.next_try_at is not None and message.next_try_at > now + timedelta(seconds=1):
        state = f"{state}, tried again at {when(message.next_try_at)}"
    return (
        message.id,
        message.recipient.partition(":")[2],
        says(message),
        when(message.created_at),
        state,
        str(message.attempts),
        message.error or "-",
    )


def says(message: Message) -> str:
    """Give the first line of a message; of a letter only its title."""
    reply = message.payload.get("reply")
    text = reply.get("summary") if isinstance(reply, dict) else message.payload.get("title")
    return one_line(str(text or "-"))[:SAID_LENGTH]


def _ways(messages: tuple[Message, ...]) -> tuple[Button, ...]:
    failed = [one for one in messages if one.state is EffectState.FAILED]
    return tuple(
        Button(f"Retry: {says(one)}"[:70], "outbox retry", {"message": one.id}) for one in failed
    )


COMMAND = Command(role=Role.OPERATOR, effect=Effect.READ, examples=("outbox list",), book=True)

"""Make an age key in a new file, and tell the recipient that belongs to it.

Whoever holds the file can open every secret that is sealed to that recipient. Keep it out of every repository.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Refused
from handlers.kit.catalogue import Effect, Surface
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Fields, Reply, Text
from handlers.kit.services import Services
from schemas.values import Line


class Args(BaseModel):
    """Where to."""

    model_config = ConfigDict(extra="forbid")

    file: Line = Field(description="The file to make.", examples=["age.key"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Make the key."""
    if actor.via.startswith("slack:"):
        raise Refused("a key is made on the machine that keeps it", "use its command line")
    recipient = services.safe.vault.make_key(args.file)
    return Reply(
        f"A new key is in {args.file}. Its recipient is {recipient}",
        (
            Fields((("TRUNKLINE_AGE_KEY_FILE", args.file), ("Recipient", recipient))),
            Text(f"Let it read the carrier's secrets with: secrets rekey --add bot={recipient}"),
            Text("Keep a copy of the file where it cannot be lost: without it nobody reads them."),
        ),
        values={"file": args.file, "recipient": recipient},
    )


COMMAND = Command(
    role=None,
    effect=Effect.READ,
    examples=("secrets keygen age.key",),
    surfaces=frozenset({Surface.CLI}),
    book=False,
)

"""Give a provider, rate card, package, contract, prefix set or strategy another id.

Every reference to it is rewritten in the same commit; comments stay, and a rate card takes its rates along.
Customers and operators keep their ids for ever.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.edits import EditDocument
from engine.rename import rename
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role
from schemas.values import Slug


class Args(BaseModel):
    """What to rename, and how it is called then."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(
        description="provider, rate-card, package, contract, prefix-set or strategy.",
        examples=["rate-card"],
    )
    old: Slug = Field(description="Its id now.", examples=["retail-usd"])
    new: Slug = Field(description="The id it gets.", examples=["retail-us-dollars"])


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Move its files and rewrite what refers to it."""
    edits = rename(services.book, args.kind, args.old, args.new, services.text)
    referring = sum(isinstance(edit, EditDocument) for edit in edits)
    return Intent(
        f"Rename {args.kind} {args.old} to {args.new}",
        edits,
        notes=(f"{plural(referring, 'file')} rewritten where they refer to it.",),
    )


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "config rename rate-card retail-usd retail-us-dollars",
        "config rename provider atlas-carrier atlas",
    ),
)

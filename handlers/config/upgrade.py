"""Raise the config repository to the present format, in one commit.

Every document says the same before and after; comments stay with the lines they describe. Files that cannot be
taken apart line by line are named in the plan: their comments go to their top. Commits from before stay readable.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from engine.upgrade import upgrade
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.services import Services
from handlers.kit.wording import few, plural
from schemas.operators import Role
from schemas.settings import FORMAT

NAMED = 10


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Rewrite every file of the older format."""
    documents = services.book.documents
    found = upgrade(documents, services.text)
    notes = [
        f"{plural(len(found.edits), 'file')} written, moved or removed; every value stays what it is."
    ]
    if found.gathered:
        notes.append(f"Comments go to the top of the file in: {few(found.gathered, NAMED)}")
    return Intent(
        f"Raise the config from format {documents.form} to {FORMAT}",
        found.edits,
        notes=tuple(notes),
    )


COMMAND = Command(role=Role.ADMIN, effect=Effect.CONFIG, examples=("config upgrade",))

"""Keep customers in 256 folders, or take them out of them again with ``--off``, in one commit.

The folder of a customer is named by the first two hex digits of the SHA-256 of its id. Files stay as they are, but
for the line that leads editors to the schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.edits import DocumentEdit, EditDocument, MoveDocument, SetKey
from engine.fanout import moves
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.fields import key_order
from schemas.operators import Role
from schemas.quantities import Switch
from schemas.settings import Settings


class Args(BaseModel):
    """Into folders or out of them."""

    model_config = ConfigDict(extra="forbid")

    off: Switch = Field(False, description="Take the customers out of the folders again.")


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Move every customer whose folder is not where it should be, and say so in the settings."""
    edits = tuple(_edits(services.book, fan_out=not args.off))
    moved = plural(sum(isinstance(edit, MoveDocument) for edit in edits), "file")
    return Intent(
        "Take customers out of their 256 folders"
        if args.off
        else "Spread customers over 256 folders",
        edits,
        notes=(f"{moved} moved; what they say stays what it is.",),
    )


def _edits(book: Book, *, fan_out: bool) -> Iterator[DocumentEdit]:
    if book.settings.fan_out is not fan_out:
        order = key_order(Settings)[()]
        yield EditDocument("settings.yaml", (SetKey(("fan_out",), fan_out, order),))
    yield from moves(book.documents, fan_out=fan_out)


COMMAND = Command(
    role=Role.ADMIN,
    effect=Effect.CONFIG,
    examples=("repo fanout", "repo fanout --off"),
)

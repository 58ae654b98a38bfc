"""Add a prefix set: a named list of numbers for routes, cards and global lists.

Lines are plain prefixes, or regular expressions that begin with ``^``; more of them come with ``prefix set
put``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import PREFIX_SETS
from handlers.kit.documents import NewDocument, check_new_document, document_added
from handlers.kit.fields import with_fields_of
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.prefix_set import PrefixSet


@with_fields_of(PrefixSet, required=("name",))
class Args(NewDocument):
    """The fields of the prefix set, and its id."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new_document(PREFIX_SETS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write its document."""
    return document_added(PREFIX_SETS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=('prefix set add "UK mobile" --lines "447" --excluding "4470, 4476"',),
    form=("name", "id", "lines", "excluding", "block_cli", "block_dialled", "allow_cli", "notes"),
)

"""Add a rewrite to an IP record or SIP user: a step that brings its numbers into E.164."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import OfRecord
from handlers.kit.item_lists import REWRITES
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.shared import Rewrite


@with_fields_of(Rewrite, required=("type", "current"))
class Args(OfRecord):
    """Of which record, and what becomes of which numbers."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(REWRITES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the rewrites of the record."""
    return added(REWRITES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'auth rewrite add ben-llc office-pbx destination "^00(.*)$" "$1"',
        'auth rewrite add ben-llc ben-desk cli "^0([1-9].*)$" "44$1"',
    ),
    form=("customer", "record", "type", "current", "new"),
    positional=("new",),
)

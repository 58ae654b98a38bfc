"""Add a rewrite to a provider: a step that brings numbers into its format; of each type the first that fits counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROVIDER_REWRITES, OfProvider
from schemas.operators import Role
from schemas.shared import Rewrite


@with_fields_of(Rewrite, required=("type", "current"))
class Args(OfProvider):
    """Whose rewrite, and what it replaces."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(PROVIDER_REWRITES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the rewrites."""
    return added(PROVIDER_REWRITES, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        'provider rewrite add atlas-carrier destination "^(.*)$" "+$1"',
        'provider rewrite add borealis cli "^00(.*)$" "$1"',
    ),
    form=("provider", "type", "current", "new"),
    positional=("new",),
)

"""Add a CLI rule to a tag: it counts for every customer with the tag, after its own rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import OfTag, WithId
from handlers.kit.item_forms import CLI_RULE
from handlers.kit.item_lists import TAG_RULES
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.cli import CLIRule
from schemas.operators import Role


@with_fields_of(CLIRule, without=("id",))
class Args(WithId, OfTag):
    """Of which tag, and which caller numbers it is for."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(TAG_RULES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the tag's CLI rules."""
    return added(TAG_RULES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("tag rule add dialler 442079460100 --id head-office",),
    form=("tag", "id", *CLI_RULE),
    positional=("cli",),
)

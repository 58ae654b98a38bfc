"""Edit a CLI rule of a tag; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, OfTag, WithUnset
from handlers.kit.item_forms import CLI_RULE
from handlers.kit.item_lists import TAG_RULES
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.cli import CLIRule
from schemas.operators import Role


@with_fields_of(CLIRule, without=("id",))
class Args(WithUnset, OfTag):
    """Which CLI rule, and what changes."""

    rule: ItemWord = Field(
        description="Which rule, by id, caller number or database.", examples=["verified"]
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(TAG_RULES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(TAG_RULES, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the CLI rule says now."""
    return filled(TAG_RULES, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("tag rule edit dialler verified --hit_limit 100",),
    form=("tag", "rule", *CLI_RULE),
)

"""Add a CLI rule to a customer: which caller numbers its calls may show. The first one refuses all others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import NewItem
from handlers.kit.item_forms import CLI_RULE
from handlers.kit.item_lists import RULES
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from schemas.cli import CLIRule
from schemas.operators import Role


@with_fields_of(CLIRule, without=("id",))
class Args(NewItem):
    """Whose rule, and which caller numbers it is for."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(RULES, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the customer's CLI rules."""
    return added(RULES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "cli rule add ben-llc 12125550124 --id second-number",
        'cli rule add ben-llc "^1?(21255502[0-9]{2})$" --id branch-2 --rewrite_cli "1$1"',
        "cli rule add ben-llc 12125550123 --id shown --forced yes",
    ),
    form=("customer", "id", *CLI_RULE),
    positional=("cli",),
)

"""Put lines into a prefix set; those that are in it already stay where they are."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import PREFIX_SETS
from handlers.kit.documents import held
from handlers.kit.prefix_lines import SomeLines, lines_set
from handlers.kit.services import Services
from handlers.kit.wording import show
from schemas.operators import Role


class Args(SomeLines):
    """Which lines, into which prefix set."""


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Write them behind the others."""
    now = [*getattr(held(PREFIX_SETS, args.prefix_set, services.book), args.field)]
    known = [line for line in args.lines if line in now]
    lines = list(dict.fromkeys([*now, *args.lines]))
    notes = (f"In it already: {show(known)}.",) if known else ()
    return lines_set(args, lines, services, verb="put", notes=notes)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        'prefix set put home-and-near "33, 49"',
        "prefix set put uk-mobile 4475 --excluding yes",
    ),
)

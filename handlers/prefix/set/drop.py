"""Take lines out of a prefix set."""

from __future__ import annotations

from rapidfuzz import process

from engine.errors import Refused
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.document_areas import PREFIX_SETS
from handlers.kit.documents import held
from handlers.kit.prefix_lines import SomeLines, lines_set
from handlers.kit.services import Services
from schemas.faults import quoted
from schemas.operators import Role


class Args(SomeLines):
    """Which lines, of which prefix set."""


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Leave the others as they are."""
    now = [*getattr(held(PREFIX_SETS, args.prefix_set, services.book), args.field)]
    for line in args.lines:
        if line not in now:
            near = [found[0] for found in process.extract(line, now, limit=2, score_cutoff=55)]
            hint = (
                f"did you mean {' or '.join(near)}?"
                if near
                else f"see: prefix set show {args.prefix_set}"
            )
            raise Refused(f"prefix set {args.prefix_set} has no line {quoted(line)}", hint)
    lines = [line for line in now if line not in args.lines]
    return lines_set(args, lines, services, verb="drop", notes=())


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "prefix set drop home-and-near 353",
        "prefix set drop uk-mobile 4476 --excluding yes",
    ),
)

"""List the prefix sets, ten to a page."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import PREFIX_SETS
from handlers.kit.document_replies import Listed, document_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Listed):
    """Which prefix sets."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Filter, and lay out a page of them."""
    return document_list(PREFIX_SETS, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("prefix set list", "prefix set list --search 4470"),
)

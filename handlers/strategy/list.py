"""List the strategies, ten to a page."""

from __future__ import annotations

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import STRATEGIES
from handlers.kit.document_replies import Listed, document_list
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(Listed):
    """Which strategys."""


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Filter, and lay out a page of them."""
    return document_list(STRATEGIES, args, services, actor)


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("strategy list", "strategy list --search mobile"),
)

"""List the numbers in stock: those no customer has."""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import OfCarrier, Paged
from handlers.kit.number_lists import WhichNumbers, number_reply
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import ProviderRef, Tag


class Args(Paged, OfCarrier):
    """Which numbers in stock."""

    provider: ProviderRef | None = Field(
        None, description="Only numbers from this provider.", examples=["thames-numbers"]
    )
    tag: Tag | None = Field(None, description="Only numbers with this tag.", examples=["london"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay the numbers out as a table."""
    which = WhichNumbers(provider=args.provider, tag=args.tag, stock=True)
    return number_reply(which, args.page, services)


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("did stock list", "did stock list thames-numbers --tag london"),
    positional=("provider",),
)

"""Set the user and password we answer with when a gateway challenges our calls, or remove them.

The password is typed into the form, kept encrypted, and shown to nobody. An old one is not kept, so it
cannot be brought back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.item_args import ItemWord
from handlers.kit.our_logins import OurLogin, check_our_login, our_login_set, sealed_for_readers
from handlers.kit.services import Services
from handlers.kit.shared_lists import GATEWAYS, OfProvider
from schemas.operators import Role


class Args(OurLogin, OfProvider):
    """Which gateway, and what we answer there."""

    gateway: ItemWord = Field(description="Which gateway, by id or host.", examples=["london-1"])


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell beside its field which half is missing."""
    return check_our_login(args)


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Seal the password."""
    return sealed_for_readers(args.password, services)


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Write it into the gateway."""
    return our_login_set(GATEWAYS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "provider gateway login atlas-carrier london-1",
        "provider gateway login atlas-carrier london-1 --remove yes",
    ),
    form=("provider", "gateway", "username", "password", "remove"),
)

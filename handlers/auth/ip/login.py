"""Set the user and password we answer with when the system of a customer challenges our calls, or remove them.

The password is typed into the form, kept encrypted, and shown to nobody. An old one is not kept, so it
cannot be brought back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ADDRESSES
from handlers.kit.our_logins import OurLogin, check_our_login, our_login_set, sealed_for_readers
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OurLogin, OfCustomer):
    """Which record, and what we answer there."""

    record: ItemWord = Field(
        description="Which record, by id or by one of its addresses.", examples=["london-pbx"]
    )


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell beside its field which half is missing."""
    return check_our_login(args)


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Seal the password."""
    return sealed_for_readers(args.password, services)


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Write it into the record."""
    return our_login_set(ADDRESSES, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "auth ip login ben-llc london-pbx",
        "auth ip login ben-llc london-pbx --remove yes",
    ),
    form=("customer", "record", "username", "password", "remove"),
)

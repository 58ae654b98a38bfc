"""Give a SIP user a new password; the old one stops working when the switch has it.

The password is made unless one is typed into the form, and shown to you once when this is done, or mailed to a contact.
It cannot be undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import USERS
from handlers.kit.item_places import item_named
from handlers.kit.items import resealed
from handlers.kit.letters import Letter
from handlers.kit.passwords import (
    Password,
    check_contact,
    draw_login,
    handing_note,
    login_letters,
    login_secret,
)
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which SIP user, and who gets the password."""

    user: ItemWord = Field(description="Which SIP user, by id or user name.", examples=["ben-desk"])
    password: Password | None = Field(
        None, description="The new password, 8 characters or more. Absent: one is made."
    )
    to: ItemWord | None = Field(
        None,
        description="Contact of the customer to whom the password is mailed. Absent: it is shown to you.",
        examples=["ben"],
    )


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_contact(args.customer, args.to, book, "to")


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Draw the password."""
    username = _username(args, services)
    return draw_login(username, services, actor, password=args.password, to=args.to)


def _username(args: Args, services: Services) -> str:
    _, user = item_named(USERS, {"customer": args.customer}, args.user, services.book)
    return str(user.username)


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put the new digests in the place of the old."""
    secret = login_secret(services, _username(args, services))
    note = handing_note(args.customer, args.to, services)
    told = ("The old password stops working. This cannot be undone.", *([note] if note else []))
    return resealed(
        USERS, args, services, {"secret": secret}, subject="Rotate the password", notes=told
    )


def afterwards(args: Args, services: Services, actor: Actor) -> tuple[Letter, ...]:
    """Hand the password over."""
    return login_letters(args.customer, args.to, services, actor)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("auth user rotate ben-llc ben-desk", "auth user rotate ben-llc 1002 --to ben"),
)

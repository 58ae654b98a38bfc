"""Add a SIP user to a customer: a phone or system that logs in with user name and password.

A password is made unless one is typed into the form. Its digests are kept encrypted; the password itself is shown to you
once when this is done, or mailed to a contact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, NewItem
from handlers.kit.item_lists import USERS
from handlers.kit.items import added, check_new
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
from schemas.auth import SIPUser
from schemas.operators import Role

_WITHOUT = "No password is set: the settings name nobody who may read secrets. See: secrets status"


@with_fields_of(SIPUser, required=("username",), without=("id",))
class Args(NewItem):
    """Whose user, and how its calls are treated."""

    password: Password | None = Field(
        None, description="Its password, 8 characters or more. Absent: one is made."
    )
    to: ItemWord | None = Field(
        None,
        description="Contact of the customer to whom the password is mailed. Absent: it is shown to you.",
        examples=["ben"],
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    yield from check_new(USERS, args, book)
    yield from check_contact(args.customer, args.to, book, "to")


def draw(args: Any, services: Services, actor: Actor) -> Mapping[str, object]:
    """Draw the password; none while secrets are not set up and nobody asks for one."""
    asked = args.password is not None or args.to
    if not asked and not services.book.settings.secrets.recipients:
        return {}
    return draw_login(args.username, services, actor, password=args.password, to=args.to)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the customer's SIP users."""
    if not services.drawn:
        return added(USERS, args, services, notes=(_WITHOUT,))
    secret = login_secret(services, args.username)
    note = handing_note(args.customer, args.to, services)
    return added(USERS, args, services, notes=(note,) if note else (), sealed={"secret": secret})


def afterwards(args: Any, services: Services, actor: Actor) -> tuple[Letter, ...]:
    """Hand the password over."""
    return login_letters(args.customer, args.to, services, actor)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "auth user add ben-llc 1003 --id front-desk",
        "auth user add ben-llc 1004 --channels 2 --ip_whitelist 203.0.113.0/29 --to ben",
    ),
    form=(
        "customer",
        "username",
        "id",
        "password",
        "to",
        "channels",
        "cps",
        "ip_whitelist",
        "codecs",
        "transport",
        "voicemail",
        "voicemail_email",
        "nat_sip_ping",
    ),
)

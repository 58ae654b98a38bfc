"""Add a SIP user to a customer: a phone or system that logs in with user name and password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_lists import USERS
from handlers.kit.items import NewItem, added, check_new
from handlers.kit.services import Services
from schemas.auth import SIPUser
from schemas.operators import Role


@with_fields_of(SIPUser, required=("username",), without=("id", "secret", "voicemail_secret"))
class Args(NewItem):
    """Whose user, and how its calls are treated."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(USERS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the customer's SIP users."""
    return added(USERS, args, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "auth user add ben-llc 1003 --id front-desk",
        "auth user add ben-llc 1004 --channels 2 --ip_whitelist 203.0.113.0/29",
    ),
    form=(
        "customer",
        "username",
        "id",
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

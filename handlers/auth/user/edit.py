"""Edit a SIP user of a customer; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ChangedItem, ItemWord
from handlers.kit.item_lists import USERS
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from schemas.auth import SIPUser
from schemas.operators import Role


@with_fields_of(SIPUser, without=("id", "secret", "voicemail_secret"))
class Args(ChangedItem):
    """Which SIP user, and what changes."""

    user: ItemWord = Field(description="Which SIP user, by id or user name.", examples=["ben-desk"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(USERS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(USERS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the SIP user says now."""
    return filled(USERS, typed, services)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        "auth user edit ben-llc ben-desk --channels 4",
        "auth user edit ben-llc 1002 --enabled no",
    ),
    form=(
        "customer",
        "user",
        "username",
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

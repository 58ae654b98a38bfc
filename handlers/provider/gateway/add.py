"""Add a gateway to a provider: one endpoint that gets our calls or sends us theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import WithId
from handlers.kit.items import added, check_new
from handlers.kit.services import Services
from handlers.kit.shared_lists import GATEWAYS, OfProvider
from schemas.operators import Role
from schemas.provider import Gateway


@with_fields_of(Gateway, required=("host",), without=("id", "username", "secret", "rotate_secret"))
class Args(WithId, OfProvider):
    """Whose gateway, and how it is reached."""


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_new(GATEWAYS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write it at the end of the gateways."""
    return added(GATEWAYS, args, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "provider gateway add atlas-carrier 198.51.100.42 --id paris-1",
        "provider gateway add borealis sip2.borealis.example.org --transport tls --port 5061 --weight 2",
    ),
    form=(
        "provider",
        "host",
        "id",
        "direction",
        "enabled",
        "transport",
        "port",
        "weight",
        "channels",
        "cps",
        "codecs",
    ),
)

"""Edit a gateway of a provider; only the named fields change, and ``--unset`` takes fields back to their defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import ItemWord, WithUnset
from handlers.kit.items import changed, check_changed, filled
from handlers.kit.services import Services
from handlers.kit.shared_lists import GATEWAYS, OfProvider
from schemas.operators import Role
from schemas.provider import Gateway


@with_fields_of(Gateway, without=("id", "username", "secret", "rotate_secret"))
class Args(WithUnset, OfProvider):
    """Which gateway, and what changes."""

    gateway: ItemWord = Field(description="Which gateway, by id or host.", examples=["london-1"])


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_changed(GATEWAYS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Change the fields that get another value."""
    return changed(GATEWAYS, args, services)


def fill(services: Services, typed: Mapping[str, object]) -> Mapping[str, object]:
    """Fill the form with what the gateway says now."""
    return filled(GATEWAYS, typed, services)


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        "provider gateway edit atlas-carrier london-1 --enabled no",
        "provider gateway edit atlas-carrier london-1 --channels 300 --unset codecs",
    ),
    form=(
        "provider",
        "gateway",
        "host",
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

"""Add a provider: a company we buy routes or numbers from.

Its currency never changes. With the host of its first gateway it is active at once; without one it is inactive, because
no call could reach it: ``provider gateway add``, then ``provider edit --status active``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from engine.book import Book
from engine.edits import Plain
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.document_areas import PROVIDERS
from handlers.kit.documents import NewDocument, check_new_document, document_added
from handlers.kit.fields import given, nested, with_fields_of
from handlers.kit.services import Services
from schemas.network import GatewayHost
from schemas.operators import Role
from schemas.provider import Provider
from schemas.values import slug_from
from schemas.voice import DirectionWord, RecordStatus


@with_fields_of(
    Provider,
    required=("name", "currency"),
    without=("portal_secret", "rotate_portal_secret"),
)
class Args(NewDocument):
    """The fields of the provider and its first gateway, and its id."""

    host: GatewayHost | None = Field(
        None,
        description="Address or host name of its first gateway.",
        examples=["198.51.100.10"],
    )
    direction: DirectionWord | None = Field(
        None,
        description="Of that gateway: receives (calls from us), sends (calls to our DIDs), both. Absent: both.",
        examples=["receives"],
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    needs_gateway = args.status is RecordStatus.ACTIVE and args.range_holder is None
    if args.host is None and (needs_gateway or args.direction is not None):
        yield FieldError("host", "an active provider needs a gateway: say its address or host name")
    yield from check_new_document(PROVIDERS, args, book)


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write its document, with the gateway if there is one."""
    said = nested(given(args, Provider))
    if args.host is not None:
        said["gateways"] = [_gateway(args)]
    elif args.range_holder is None:
        said.setdefault("status", str(RecordStatus.INACTIVE))
    order = list(Provider.model_fields)
    content = {name: said[name] for name in sorted(said, key=order.index)}
    return document_added(PROVIDERS, args, services, content=content)


def _gateway(args: Any) -> dict[str, Plain]:
    direction = {"direction": str(args.direction)} if args.direction is not None else {}
    return {"id": slug_from(args.host) or "main", "host": args.host, **direction}


COMMAND = Command(
    role=Role.ENGINEER,
    effect=Effect.CONFIG,
    examples=(
        'provider add "Atlas Carrier Services" EUR 198.51.100.10 --channels 1000 --cps 80',
        'provider add "Thames Numbers" GBP 192.0.2.40 --direction sends',
    ),
    form=(
        "name",
        "currency",
        "host",
        "direction",
        "id",
        "status",
        "channels",
        "cps",
        "gateway_failover",
        "notes",
    ),
    positional=("host",),
)

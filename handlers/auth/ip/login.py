"""Set the user and password we answer with when an endpoint asks us for them (a trunk that wants a login).

The password is theirs and has to be known as it is, so it is kept encrypted, not as digests. It cannot be undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from engine.sealed import SEALED
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import ADDRESSES
from handlers.kit.item_places import item_named
from handlers.kit.items import resealed
from handlers.kit.passwords import drawn_secret, sealed_text
from handlers.kit.secret import Length, SecretText
from handlers.kit.services import Services
from schemas.auth import SIPUsername
from schemas.operators import Role


class Args(OfCustomer):
    """Which record, and the login."""

    record: ItemWord = Field(
        description="Which record, by id or by one of its addresses.", examples=["london-pbx"]
    )
    username: SIPUsername | None = Field(
        None, description="User name we answer with. Absent: it stays.", examples=["harbour"]
    )
    password: Annotated[SecretText, Length(1)] = Field(description="Password we answer with.")


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Seal the password as it will stand in the file."""
    item_named(ADDRESSES, {"customer": args.customer}, args.record, services.book)
    plain = args.password.revealed(services.safe.vault.open)
    return {"secret": {SEALED: sealed_text(plain, services)}}


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put it in the place of the one before."""
    values = {"login.secret": drawn_secret(services.drawn, "secret")}
    named = {"login.username": args.username} if args.username else {}
    told = ("It cannot be undone.",)
    return resealed(ADDRESSES, args, services, named | values, subject="Set the login", notes=told)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("auth ip login ben-llc london-pbx --username harbour",),
)

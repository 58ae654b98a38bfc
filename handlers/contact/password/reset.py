"""Give a contact a new portal password: it is made and mailed to them, and nobody else sees it.

The old one stops working at once. The contact is asked to choose another at the next login.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.letters import Letter
from handlers.kit.masking import seen_by
from handlers.kit.passwords import (
    contact_named,
    draw_portal,
    drawn_plain,
    keep_portal,
    portal_letter,
)
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which contact."""

    contact: ItemWord = Field(
        description="Which contact, by id, name or e-mail address.", examples=["ben"]
    )


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Draw the password, once it is clear whose it is."""
    contact_named(args.customer, args.contact, services.book)
    return draw_portal(services, actor)


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Record the new password."""
    contact = contact_named(args.customer, args.contact, services.book)
    keep_portal(args.customer, contact.id, drawn_plain(services), services, must_change=True)
    address = seen_by(actor, contact.email)
    return Reply(f"{contact.name} has a new portal password. It is on its way to {address}.")


def afterwards(args: Args, services: Services, actor: Actor) -> tuple[Letter, ...]:
    """Mail it."""
    contact = contact_named(args.customer, args.contact, services.book)
    return (portal_letter(args.customer, contact, "portal-password", services),)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.STATE,
    examples=("contact password reset ben-llc ben",),
)

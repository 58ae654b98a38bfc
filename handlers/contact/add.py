"""Add a contact to a customer: a person, who can log in to the customer portal.

With --send_password a password is made and mailed to them; else one is set later: contact password reset.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from engine.book import Book
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.fields import with_fields_of
from handlers.kit.item_args import NewItem
from handlers.kit.item_lists import CONTACTS
from handlers.kit.items import added, check_new
from handlers.kit.letters import Letter
from handlers.kit.passwords import (
    contact_named,
    draw_portal,
    drawn_plain,
    keep_portal,
    portal_letter,
)
from handlers.kit.services import Services
from schemas.contacts import Contact
from schemas.operators import Role
from schemas.quantities import Switch


@with_fields_of(Contact, required=("name", "email"), without=("id",))
class Args(NewItem):
    """Whose contact, and who it is."""

    send_password: Switch = Field(
        False, description="Make a portal password and mail it to the contact."
    )


def check(args: Any, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    yield from check_new(CONTACTS, args, book)
    if args.send_password and args.auto_generate_password is False:
        yield FieldError(
            "send_password", "auto_generate_password says no; say one of them, or neither"
        )


def draw(args: Any, services: Services, actor: Actor) -> Mapping[str, object]:
    """Draw the password, if one is sent."""
    return draw_portal(services, actor) if args.send_password else {}


def run(args: Any, services: Services, actor: Actor) -> Intent:
    """Write the contact into the customer's contacts."""
    told = f"A portal password is made and mailed to {args.email} once this is done."
    return added(CONTACTS, args, services, notes=(told,) if args.send_password else ())


def afterwards(args: Any, services: Services, actor: Actor) -> tuple[Letter, ...]:
    """Record the password and mail it."""
    if not services.drawn:
        return ()
    contact = contact_named(args.customer, args.email, services.book)
    plain = drawn_plain(services)
    keep_portal(args.customer, contact.id, plain, services, must_change=True)
    return (portal_letter(args.customer, contact, "portal-invitation", services),)


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=(
        'contact add ben-llc "Ben Archer" ben@ben.example.com',
        'contact add ben-llc "Mia Wolf" mia@ben.example.com --type Accounts --phone +442079460018',
        'contact add ben-llc "Tom Reed" tom@ben.example.com --send_password',
    ),
    form=("customer", "name", "email", "type", "phone", "mobile", "department", "send_password"),
)

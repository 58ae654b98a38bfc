"""Give a SIP user a new PIN for listening to voicemail by phone.

Six digits are made unless a PIN is typed into the form; they are shown to you once when this is done, or mailed to a
contact. It cannot be undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from engine.book import Book
from engine.sealed import SEALED, Secret, new_pin
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import USERS
from handlers.kit.item_places import item_named
from handlers.kit.items import resealed
from handlers.kit.letters import Letter
from handlers.kit.passwords import (
    check_contact,
    drawn_for_file,
    handing_note,
    login_letters,
    sealed_to_hand_over,
    secret_for_file,
)
from handlers.kit.secret import Length, SecretText
from handlers.kit.services import Services
from schemas.operators import Role


class Args(OfCustomer):
    """Which SIP user, and who gets the PIN."""

    user: ItemWord = Field(description="Which SIP user, by id or user name.", examples=["ben-desk"])
    pin: Annotated[SecretText, Length(4, 8, digits=True)] | None = Field(
        None, description="The new PIN, 4 to 8 digits. Absent: one is made."
    )
    to: ItemWord | None = Field(
        None,
        description="Contact of the customer to whom the PIN is mailed. Absent: it is shown to you.",
        examples=["ben"],
    )


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell beside the field what only the book knows."""
    return check_contact(args.customer, args.to, book, "to")


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Draw the PIN, or take the typed one."""
    _, user = item_named(USERS, {"customer": args.customer}, args.user, services.book)
    safe = services.safe
    plain = new_pin(safe.randomness) if args.pin is None else args.pin.revealed(safe.vault.open)
    drawn: dict[str, object] = {
        "username": user.username,
        "realm": services.book.settings.realm,
        **drawn_for_file(Secret(text=plain), services),
    }
    if args.pin is None or args.to:
        handed = sealed_to_hand_over(plain, services, actor, by_mail=bool(args.to))
        drawn["password"] = {SEALED: handed}
    return drawn


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Put it in the place of the one before."""
    values = {"voicemail.secret": secret_for_file(services)}
    note = handing_note(args.customer, args.to, services, what="PIN")
    told = ("The old PIN stops working. This cannot be undone.", *([note] if note else []))
    return resealed(USERS, args, services, values, subject="Set the voicemail PIN", notes=told)


def afterwards(args: Args, services: Services, actor: Actor) -> tuple[Letter, ...]:
    """Hand the PIN over."""
    return login_letters(args.customer, args.to, services, actor, template="voicemail-pin")


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.CONFIG,
    examples=("auth user pin ben-llc ben-desk", "auth user pin ben-llc 1002 --to ben"),
)

"""Set a contact's portal password by hand; it is typed into a form, or at a hidden prompt.

Nothing is mailed: whoever sets it passes it on. The contact is asked to choose another at the next login.
"""

from __future__ import annotations

from pydantic import Field

from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.passwords import Password, contact_named, keep_portal
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.quantities import Switch


class Args(OfCustomer):
    """Which contact, and the password."""

    contact: ItemWord = Field(
        description="Which contact, by id, name or e-mail address.", examples=["ben"]
    )
    password: Password = Field(description="The new password, 8 characters or more.")
    keep: Switch = Field(
        False, description="Do not ask the contact to choose another at the next login."
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Record the new password."""
    contact = contact_named(args.customer, args.contact, services.book)
    plain = args.password.revealed(services.safe.vault.open)
    keep_portal(args.customer, contact.id, plain, services, must_change=not args.keep)
    return Reply(f"{contact.name} has a new portal password. Nothing was mailed.")


COMMAND = Command(
    role=Role.OPERATOR,
    effect=Effect.STATE,
    examples=("contact password set ben-llc ben",),
)

"""Erase a person: out of the contacts, out of what was remembered of them, and no portal password.

Takes the contact out of the customer's contacts, forgets the portal password, and drops what old operations and sent messages
say with the person's name, address or phone. What git and Slack remember is not in our hands: the plan says what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from engine.errors import Refused
from engine.persons import is_unmistakable
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, Intent
from handlers.kit.item_args import ItemWord, OfCustomer
from handlers.kit.item_lists import CONTACTS
from handlers.kit.items import removed
from handlers.kit.letters import Letter
from handlers.kit.passwords import contact_named
from handlers.kit.services import Services
from schemas.operators import Role

STEPS = (
    "This cannot be undone. What is erased is the contact, the portal password, and what ended operations, messages and "
    "suspensions say. A message that did not leave yet and names the person never does. The id stays, in the operation and the commit that erase.",
    "Look with: git grep -i, for the name in notes of customers and other files; edit them too.",
    "Old commits still hold the person. To rewrite them: git clone --mirror REMOTE erase.git, then in it git filter-repo "
    "--prune-empty never --replace-text WORDS --replace-message WORDS, where the file WORDS has a line for the name, the address, "
    "each phone and the id, then git push --force --mirror REMOTE, and on the remote git gc --prune=now, if it is yours. Changes are "
    "refused from then on, until a second person says: repo adopt. Then stop the bot, remove the folders clones and index of its "
    "state folder, which it makes anew, and start it. What was shown of the lost commits is dropped with other old answers.",
    "Messages in Slack that name the person, mail that was sent, and backups made before stay: delete them by hand.",
)
"""What is shown with the plan."""


class Args(OfCustomer):
    """Which contact."""

    contact: ItemWord = Field(
        description="Which contact, by id only: what is typed here stays in a commit.",
        examples=["ben"],
    )


def run(args: Args, services: Services, actor: Actor) -> Intent:
    """Take the contact out of the customer's contacts."""
    contact = contact_named(args.customer, args.contact, services.book)
    if contact.id != args.contact:
        raise Refused(
            "the person is to be erased, and what is typed here stays in a commit",
            f"name the contact by id: {contact.id}",
        )
    return removed(CONTACTS, args, services, notes=STEPS)


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, object]:
    """Remember by which words the person is found, until they are forgotten too."""
    contact = contact_named(args.customer, args.contact, services.book)
    if contact.id != args.contact:  # refused, and nothing of it is to be remembered
        return {}
    # An id of several parts is the name; one of a single part is in the ids of others too.
    named = contact.id if is_unmistakable(contact.id) else ""
    words = (contact.name, contact.email, contact.phone, contact.mobile, named)
    return {"words": [str(word) for word in words if word]}


def afterwards(args: Args, services: Services, actor: Actor) -> Sequence[Letter]:
    """Forget the portal password, and what is remembered of the person; done already, it changes nothing."""
    services.safe.portal.remove(args.customer, args.contact)
    words = services.drawn.get("words", ())
    if words:
        services.overlays.forget_person(words)
        services.store.operations.forget_person(words, by="contact erase", at=services.clock.now())
    return ()


COMMAND = Command(role=Role.ADMIN, effect=Effect.CONFIG, examples=("contact erase ben-llc ben",))

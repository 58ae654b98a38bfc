"""Passwords of SIP users and of the portal: drawn or typed once, kept so that nobody reads them, handed over once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from engine.book import Book
from engine.documents import to_plain
from engine.errors import Refused
from engine.ports.operations import Operation
from engine.ports.secrets import PortalPassword
from engine.sealed import SEALED, Secret, digests_of, new_password, recipients_of
from handlers.kit.command import Actor, FieldError
from handlers.kit.item_lists import CONTACTS
from handlers.kit.item_places import find, item_named, items_of
from handlers.kit.letters import Letter
from handlers.kit.secret import Length, SecretText
from handlers.kit.services import DRAWN, Services

Password = Annotated[SecretText, Length(8)]
"""A password somebody sets by hand."""

ONCE = (
    "Shown once: nobody can look it up again. Put it where it is needed, then delete this message."
)


_SECRETS = {"sip-password": "Password", "voicemail-pin": "Voicemail PIN"}


def drawn_secret(held: Mapping[str, Any], name: str) -> str:
    """Give a sealed text out of what was drawn."""
    return str(held[name][SEALED])


READERS = "readers"
"""Where what was drawn says to whom its secret is sealed."""


def drawn_for_file(secret: Secret, services: Services) -> dict[str, object]:
    """Seal a secret the way it stands in a file, and remember to whom.

    Raises:
        Refused: the settings name nobody who may read secrets.
    """
    readers = recipients_of(services.book.settings)
    return {
        "secret": {SEALED: services.seal(secret.read_by(readers).written())},
        READERS: sorted(readers),
    }


def holds_secret(operation: Operation) -> bool:
    """Whether a secret was drawn for an operation, sealed to those who may read secrets at that time."""
    drawn = operation.drawn.get(DRAWN)
    return isinstance(drawn, Mapping) and READERS in drawn


def secret_for_file(services: Services) -> str:
    """Give the sealed text that was drawn to stand in a file.

    Raises:
        Refused: others may read secrets by now, so that somebody who left could open it, or somebody new could not.
    """
    drawn, now = services.drawn, sorted(recipients_of(services.book.settings))
    if drawn.get(READERS, now) != now:
        raise Refused(
            "who may read secrets changed meanwhile, and this one was sealed for those before",
            "ask for it again",
        )
    return drawn_secret(drawn, "secret")


# --- SIP users ----------------------------------------------------------------------------------------------------


def draw_login(
    username: str,
    services: Services,
    actor: Actor,
    *,
    password: SecretText | None,
    to: str | None,
) -> dict[str, object]:
    """Draw a SIP password, or take the typed one: its digests and, if it is handed over, itself, both sealed.

    Raises:
        Refused: secrets are not set up, or it could not be handed over.
    """
    settings, vault = services.book.settings, services.safe.vault
    plain = (
        new_password(services.safe.randomness)
        if password is None
        else password.revealed(vault.open)
    )
    drawn: dict[str, object] = {
        "username": username,
        "realm": settings.realm,
        **drawn_for_file(digests_of(username, settings.realm, plain), services),
    }
    if password is None or to:
        drawn["password"] = {SEALED: sealed_to_hand_over(plain, services, actor, by_mail=bool(to))}
    return drawn


def sealed_to_hand_over(plain: str, services: Services, actor: Actor, *, by_mail: bool) -> str:
    """Seal a password that leaves by a letter, and make sure now that it can leave.

    Raises:
        Refused: no mail can be sent, or our key does not open what we seal.
    """
    sealed = services.seal(plain)
    in_bot = actor.via.startswith("slack:")
    if by_mail and in_bot and not services.safe.mails:
        raise Refused(
            "no mail server is set up, so nothing can be mailed to a contact",
            "ask an engineer to set SMTP_URL, or give the password to whoever needs it yourself",
        )
    if in_bot or not by_mail:
        services.safe.vault.open(sealed)  # from a command line a mail is left to the bot
    return sealed


def login_secret(services: Services, username: str) -> str:
    """Give the sealed digests that were drawn for a SIP user.

    Raises:
        Refused: the user name, the realm or who may read secrets is another by now, so that they would not fit.
    """
    drawn = services.drawn
    if (drawn["username"], drawn["realm"]) != (username, services.book.settings.realm):
        raise Refused(
            "the user name or the realm changed meanwhile, and the password was made for the old one",
            "ask for it again",
        )
    return secret_for_file(services)


def login_letters(
    customer: str,
    to: str | None,
    services: Services,
    actor: Actor,
    *,
    template: str = "sip-password",
) -> tuple[Letter, ...]:
    """Give the letter with a SIP password or PIN: to a contact by mail, else to whoever asked."""
    drawn, book = services.drawn, services.book
    if "password" not in drawn:
        return ()
    address, name = _addressee(customer, to, book)
    called = _called(customer, book)
    return (
        Letter(
            template=template,
            title=f"{_SECRETS[template]} of SIP user {drawn['username']} of {called}",
            said={
                "carrier": book.settings.name,
                "customer": called,
                "username": str(drawn["username"]),
                "realm": str(drawn["realm"]),
            },
            sealed={"password": drawn_secret(drawn, "password")},
            to=address,
            name=name,
            note=ONCE,
        ),
    )


def handing_note(
    customer: str, to: str | None, services: Services, *, what: str = "password"
) -> str:
    """Say with the plan who gets it; nothing if nobody does."""
    if "password" not in services.drawn:
        return ""
    address, name = _addressee(customer, to, services.book)
    whom = f"mailed to {name} <{address}>" if address else "sent to you alone"
    return f"The {what} is {whom} once this is done, and to nobody afterwards."


def _addressee(customer: str, to: str | None, book: Book) -> tuple[str, str]:
    """Give address and name of a contact; empty if there is none of that name any more: then whoever asked gets it."""
    try:
        contact = contact_named(customer, to, book) if to else None
    except Refused:
        contact = None
    return (contact.email, contact.name) if contact is not None else ("", "")


def _called(customer: str, book: Book) -> str:
    found = book.customers.get(customer)
    return found.name if found is not None else customer


# --- contacts -----------------------------------------------------------------------------------------------------


def contact_named(customer: str, word: str, book: Book) -> Any:
    """Give the contact of a customer that a word names.

    Raises:
        Refused: there is none.
    """
    return item_named(CONTACTS, {"customer": customer}, word, book)[1]


def check_contact(customer: str, word: str | None, book: Book, field: str) -> Iterator[FieldError]:
    """Tell beside the field that there is no such contact."""
    if not word:
        return
    whose = {"customer": customer}
    known = [to_plain(one) for one in items_of(CONTACTS, whose, book)]
    try:
        find(CONTACTS, whose, word, known)
    except Refused as refused:
        yield FieldError(field, f"{refused.message}; {refused.hint}")


def draw_portal(services: Services, actor: Actor) -> dict[str, object]:
    """Draw a portal password that leaves by mail; its hash is made when it is recorded.

    Raises:
        Refused: secrets are not set up, our key does not open them, or no mail can be sent.
    """
    plain = new_password(services.safe.randomness)
    sealed = sealed_to_hand_over(plain, services, actor, by_mail=True)
    services.safe.vault.open(sealed)
    return {"password": {SEALED: sealed}}


def keep_portal(
    customer: str, contact: str, plain: str, services: Services, *, must_change: bool
) -> None:
    """Record the hash of a contact's portal password; twice is as once."""
    services.safe.portal.put(
        PortalPassword(
            customer=customer,
            contact=contact,
            hash=services.safe.hasher.hash(plain),
            set_at=services.clock.now(),
            must_change=must_change,
        )
    )


def drawn_plain(services: Services) -> str:
    """Open the password that was drawn.

    Raises:
        Refused: our key does not open it.
    """
    return services.safe.vault.open(drawn_secret(services.drawn, "password"))


def portal_letter(customer: str, contact: Any, template: str, services: Services) -> Letter:
    """Give the letter with a contact's portal password."""
    book = services.book
    return Letter(
        template=template,
        title=f"Portal password of {contact.name} of {_called(customer, book)}",
        said={
            "carrier": book.settings.name,
            "customer": _called(customer, book),
            "login": contact.email,
        },
        sealed={"password": drawn_secret(services.drawn, "password")},
        to=contact.email,
        name=contact.name,
        note=ONCE,
    )

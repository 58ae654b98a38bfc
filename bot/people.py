"""Who is asking, as ``operators.yaml`` knows them, and whether they may: denied unless a role allows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.book import Book
from engine.errors import Refused
from engine.ports.operations import Operation
from handlers.kit.catalogue import Entry
from handlers.kit.command import Actor
from schemas.operators import Role

_FIELDS: Mapping[str, str] = {"slack": "slack_id", "os": "os_user", "operator": "id"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a front end says is asking: ``kind`` is slack, os or operator, ``value`` the id there."""

    kind: str
    value: str

    def __str__(self) -> str:
        """``slack:U0ADA001``."""
        return f"{self.kind}:{self.value}"


SYSTEM = Identity("system", "schedule")
"""Who asks for what the program does by itself. No front end can be asked as it: none makes this kind of identity."""


def identity_of(operation: Operation) -> Identity:
    """Give the identity that asked for an operation."""
    kind, _, value = str(operation.origin["identity"]).partition(":")
    return Identity(kind, value)


def system() -> Actor:
    """Give who does what the program does by itself."""
    return Actor(str(SYSTEM), "the schedule", "", frozenset({Role.ADMIN}), str(SYSTEM))


def stranger(identity: Identity) -> Actor:
    """Give somebody of whom nothing is known; a stranger has no roles."""
    return Actor(str(identity), str(identity), "", frozenset(), str(identity))


def actor_of(identity: Identity, book: Book) -> Actor:
    """Find the person behind an identity."""
    if identity == SYSTEM:
        return system()
    field = _FIELDS[identity.kind]
    person = next((one for one in book.operators if getattr(one, field) == identity.value), None)
    if person is None:
        return stranger(identity)
    return Actor(person.id, person.name, person.email, frozenset(person.roles), str(identity))


def authorise(entry: Entry, identity: Identity, book: Book) -> Actor:
    """Give the person behind an identity if they may run this command at this commit.

    Raises:
        Refused: names the missing role and who can grant it.
    """
    actor = actor_of(identity, book)
    if actor.may(entry.role):
        return actor
    admins = [person.name for person in book.operators if Role.ADMIN in person.roles]
    grant = (
        f"{' or '.join(admins)} can grant it: operator {f'edit {actor.id} --roles ...' if actor.is_known else 'add'}"
        if admins
        else "operators.yaml names no admin"
    )
    if not book.paths("operators"):
        grant = f"there is no operators.yaml in the config at {book.commit[:12]}: push it again"
    if not actor.is_known:
        raise Refused(f"{actor.name} is not in operators.yaml, so may not run {entry.name}", grant)
    raise Refused(
        f"{entry.name} needs the role {entry.role}, which {actor.name} does not have", grant
    )

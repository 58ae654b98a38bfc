"""Tell who may read the carrier's secrets, which there are, and which have to be set anew."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from engine.book import Book
from engine.documents import to_plain
from engine.errors import Refused
from engine.sealed import Place, read_secret, secrets_in
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Block, Fields, Reply, Table, Text, Tone
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role


class Args(BaseModel):
    """Nothing to say."""

    model_config = ConfigDict(extra="forbid")


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Look at every secret, and inside if our key opens it."""
    book, places = services.book, tuple(secrets_in(services.book))
    readers = book.settings.secrets.recipients
    rows = [(*_named(place), _state(place, services)) for place in places]
    due = [row for row in rows if row[-1]]
    blocks: list[Block] = [
        Fields(
            (
                ("May read", ", ".join(reader.id for reader in readers) or "nobody"),
                ("Secrets", str(len(places))),
                ("To be set anew", str(len(due))),
                ("Our key", _our_key(places, services)),
            )
        )
    ]
    if due:
        blocks.append(Table(("Where", "Secret", "Why"), tuple(due)))
    if not readers:
        hint = "Nobody may read secrets, so none can be set. Make a key with trunkline secrets keygen FILE."
        blocks.append(Text(hint, Tone.WARNING))
    told = f"{plural(len(due), 'secret')} to be set anew" if due else "none has to be set anew"
    return Reply(
        f"{plural(len(places), 'secret')}, {told}.",
        tuple(blocks),
        values={
            "recipients": [reader.id for reader in readers],
            "secrets": len(places),
            "to_rotate": [
                {"document": where, "secret": name, "why": why} for where, name, why in due
            ],
        },
    )


def _named(place: Place) -> tuple[str, str]:
    own = "" if place.owner == place.document else f"{place.owner}: "
    return place.document, own + ".".join(
        str(part) for part in place.at if not isinstance(part, int)
    )


def _state(place: Place, services: Services) -> str:
    """Say why a secret has to be set anew; empty if it need not."""
    if is_marked(place, services.book):
        return "somebody who left could read it"
    try:
        inside = read_secret(services.safe.vault.open(place.sealed))
    except Refused:
        return ""
    gone = inside.leaked_to(one.key for one in services.book.settings.secrets.recipients)
    return f"{plural(len(gone), 'removed key')} could read it; run secrets rekey" if gone else ""


def is_marked(place: Place, book: Book) -> bool:
    """Whether the file says already that a secret has to be set anew."""
    model = book.documents.load(place.path).model
    here: Any = to_plain(model) if model is not None else {}
    for part in place.at[:-1]:
        here = here[part]
    return bool(here.get("rotate"))


def _our_key(places: tuple[Place, ...], services: Services) -> str:
    if not places:
        return "not needed yet"
    try:
        services.safe.vault.open(places[0].sealed)
    except Refused as refused:
        return refused.message
    return "opens them"


COMMAND = Command(role=Role.OPERATOR, effect=Effect.READ, examples=("secrets status",))

"""Build a rate card anew of its parents and profit rules; rows that were rated by stay, new prices count from now on.

The plan counts the codes that are new, dearer, cheaper and closed. Comments and fields of card.yaml are not touched. ``--every``
builds each card that is not what its parents make of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.calls.config import Config
from engine.edits import RestoreDocument
from engine.errors import Refused
from engine.rating.rebuild import Rebuilt
from engine.rating.recipes import rebuild, table_of
from engine.rating.terms import Kind
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command, FieldError, Intent
from handlers.kit.rates import changes_shown, counted
from handlers.kit.reply import Block, Button, Reply
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role
from schemas.values import RateCardRef


class Args(BaseModel):
    """Which card."""

    model_config = ConfigDict(extra="forbid")

    card: RateCardRef | None = Field(
        None, description="Which rate card.", examples=["wholesale-eur"]
    )
    every: bool = Field(False, description="Every card that is made of others.", examples=["yes"])


def check(args: Args, book: Book) -> Iterator[FieldError]:
    """Tell that one card or all of them are wanted."""
    if (args.card is None) is not args.every:
        yield FieldError("card", "name one card, or say --every yes")


def draw(args: Args, services: Services, actor: Actor) -> Mapping[str, str]:
    """Say once from which instant the new prices count."""
    return {"at": services.clock.now().replace(microsecond=0).isoformat()}


def run(args: Args, services: Services, actor: Actor) -> Intent | Reply:
    """Build, and write the tables that differ."""
    config: Config = services.calls(services.book)
    moment = datetime.fromisoformat(services.drawn["at"])
    names: list[str] = [args.card] if args.card else list(_made_of_others(config))
    built = {name: rebuild(config, name, moment) for name in names}
    changed = {name: one for name, one in built.items() if one.data != _present(config, name)}
    if not changed:
        return Reply(_nothing(names))
    return Intent(
        f"Rebuild {_named(list(changed))}: {_counted(changed)}",
        tuple(RestoreDocument(table_of(config, name), one.data) for name, one in changed.items()),
        then=tuple(
            Button("Show card", "rate card show", {"card": name}) for name in list(changed)[:1]
        ),
        notes=tuple(_notes(changed, moment)),
        shown=tuple(block for name, one in changed.items() for block in _shown(name, one)),
    )


def _made_of_others(config: Config) -> Iterator[str]:
    for name in config.book.paths("rate-card"):
        held = config.card(name)
        if held is not None and held[1].build.parents:
            yield name


def _present(config: Config, name: str) -> bytes:
    documents, path = config.book.documents, table_of(config, name)
    return documents.data(path) if documents.blob(path) is not None else b""


def _nothing(names: list[str]) -> str:
    if not names:
        raise Refused("no card is made of others", "name parents: rate card edit CARD --parents")
    if len(names) == 1:
        return f"Nothing to rebuild: {names[0]} is what its parents make of it."
    return f"Nothing to rebuild: all {len(names)} cards are what their parents make of them."


def _named(names: list[str]) -> str:
    return names[0] if len(names) == 1 else plural(len(names), "rate card")


def _counted(changed: Mapping[str, Rebuilt]) -> str:
    kinds = [one.kind for built in changed.values() for one in built.differences]
    return counted(Counter(kinds))


def _notes(changed: Mapping[str, Rebuilt], moment: datetime) -> Iterator[str]:
    yield f"New prices count from {moment:%Y-%m-%d %H:%M:%S} UTC; calls before keep theirs."
    for name, one in changed.items():
        said = counted(Counter(change.kind for change in one.differences))
        yield f"{name}: {said}, {one.counts[Kind.UNCHANGED]:,} unchanged."


def _shown(name: str, one: Rebuilt) -> tuple[Block, ...]:
    return changes_shown(one.differences, f"{name}-rebuild.csv")


COMMAND = Command(
    role=(Role.ENGINEER, Role.FINANCE),
    effect=Effect.CONFIG,
    examples=("rate rebuild wholesale-eur", "rate rebuild --every"),
    positional=("card",),
)

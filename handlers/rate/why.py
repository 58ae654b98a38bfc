"""Tell why a rate card asks this price for a number: the line that says so, who wrote it and with which commit."""

from __future__ import annotations

from datetime import UTC

from pydantic import BaseModel, ConfigDict, Field

from engine.calls.config import Config
from engine.calls.located import located
from engine.calls.model import ANONYMOUS, Call
from engine.calls.prices import NoPrice, side_of, worded
from engine.calls.walk import Walk
from engine.errors import Refused
from engine.rating.quotes import Number
from engine.rating.recipes import card_of
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Actions, Button, Fields, Reply
from handlers.kit.services import Services
from handlers.kit.wording import when
from schemas.counters import Counters
from schemas.operators import Role
from schemas.values import RateCardRef


class Args(BaseModel):
    """Which card, which number."""

    model_config = ConfigDict(extra="forbid")

    card: RateCardRef = Field(description="Which rate card.", examples=["retail-usd"])
    number: Number = Field(
        description="The number, with its country code.", examples=["442079460018"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Find the row, and the commit that put it there."""
    book = services.book
    config: Config = services.calls(book)
    card = card_of(config, args.card)
    moment = (services.moment or services.clock.now()).astimezone(UTC)
    call = Call(number=args.number, cli=ANONYMOUS, at=moment)
    side = side_of(Walk(call, config, Counters(), number=args.number, cli=ANONYMOUS), args.card)
    place = located(side.place, book)
    said = side.why if isinstance(side, NoPrice) else worded(side)
    if place is None or not place.line:
        raise Refused(said, f"see what it has: rate show {args.card} {args.number}")
    commit = services.repository.blame(place.file, place.line, at=book.commit)
    operation = commit.trailers.get("Op-Id", "")
    made = ", ".join(card.build.parents)
    pairs = [
        ("Price", said),
        ("Row", str(place)),
        *([("Made of", made)] if made else []),
        ("Commit", f"{commit.id[:12]} {commit.subject}"),
        ("Who", f"{commit.author.name} <{commit.author.email}>"),
        ("When", when(commit.committed_at)),
        ("Operation", operation or "none: committed by hand"),
    ]
    return Reply(
        f"{args.card} for {args.number}: {said}. {commit.author.name} wrote it on {when(commit.committed_at)}",
        (
            Fields(tuple(pairs)),
            Actions(
                (Button("Show rows", "rate show", {"card": args.card, "number": args.number}),)
            ),
        ),
        values={
            "card": args.card,
            "number": args.number,
            "price": said,
            "path": place.file,
            "line": place.line,
            "commit": commit.id,
            "author": commit.author.name,
            "email": commit.author.email,
            "at": commit.committed_at.isoformat(),
            "operation": operation or None,
        },
    )


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("rate why retail-usd 442079460018",),
    moment=True,
)

"""Show a rate card: what its rows mean, its terms and profit rules, how many rates it has, and what uses it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.errors import Problem
from engine.lints.card_stale import problem_of
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.document_areas import RATE_CARDS
from handlers.kit.document_replies import document_card
from handlers.kit.reply import Actions, Block, Button, Reply, Text, Tone
from handlers.kit.services import Services
from handlers.kit.shared_lists import PROFIT_RULES, TERMS
from handlers.kit.wording import plural
from schemas.operators import Role
from schemas.values import RateCardRef


class Args(BaseModel):
    """Which rate card."""

    model_config = ConfigDict(extra="forbid")

    card: RateCardRef = Field(description="Which rate card.", examples=["retail-usd"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Draw its card."""
    count = _rates(services.book, args.card)
    stale = problem_of(
        services.calls(services.book), args.card, services.moment or services.clock.now()
    )
    return document_card(
        RATE_CARDS,
        args.card,
        services,
        actor,
        lists=(TERMS, PROFIT_RULES),
        more=(Text(f"Rates: {plural(count, 'row')}"), *_stale(args.card, stale)),
        values={"rates": count, "stale": stale.message if stale else None},
    )


def _stale(card: str, problem: Problem | None) -> tuple[Block, ...]:
    """Say that a card is not what its parents make of it, and offer to build it."""
    if problem is None:
        return ()
    rebuild = Button("Rebuild", "rate rebuild", {"card": card})
    return Text(f"Stale: {problem.message}.", Tone.WARNING), Actions((rebuild,))


def _rates(book: Book, card: str) -> int:
    """Count the rows beside the card: the lines below the header."""
    path = book.path_of("rate-card", card).rpartition("/")[0] + "/rates.csv"
    if book.documents.blob(path) is None:
        return 0
    return max(0, len(book.documents.data(path).splitlines()) - 1)


COMMAND = Command(role=Role.VIEWER, effect=Effect.READ, examples=("rate card show retail-usd",))

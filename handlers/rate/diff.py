"""Tell what became of a rate card between two commits: by code what is new, dearer, cheaper and closed, from now on.

Commits are named as A..B: ids, branches, dates, ``main~3``. Without B it is the head. Prices that begin later count too,
with their day.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.errors import Refused
from engine.rating.compiled import milliseconds
from engine.rating.rebuild import Difference, Present, difference
from engine.rating.recipes import card_of
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.rates import changes_shown, counted, row
from handlers.kit.reply import Reply
from handlers.kit.services import Services
from schemas.operators import Role
from schemas.values import RateCardRef


class Args(BaseModel):
    """Which commits, which card."""

    model_config = ConfigDict(extra="forbid")

    commits: str = Field(
        description="Two commits, branches or dates with two dots between.",
        examples=["main~1..main"],
    )
    card: RateCardRef = Field(description="Which rate card.", examples=["atlas-standard"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Hold the card at one commit against the card at the other."""
    first, dots, second = args.commits.partition("..")
    if not dots or not first:
        raise Refused(
            f'"{args.commits}" names no two commits', "write them with two dots: main~1..main"
        )
    before = services.open_at(first)
    after = services.open_at(second) if second else services.book
    at = milliseconds((services.moment or services.clock.now()).astimezone(UTC))
    old, names = _present(before, args.card, services, at)
    new, later_names = _present(after, args.card, services, at)
    changes = [
        found
        for window in ("", *sorted({*old.windows, *new.windows}))
        for prefix in sorted({*old.prefixes, *new.prefixes})
        if (found := _difference(prefix, window, old, new, {**names, **later_names}))
    ]
    said = counted(Counter(one.kind for one in changes))
    return Reply(
        f"{args.card} from {before.commit[:12]} to {after.commit[:12]}: {said}.",
        changes_shown(changes, f"{args.card}-diff.csv"),
        values={
            "from": before.commit,
            "to": after.commit,
            "changes": [
                dict(
                    zip(("kind", "code", "name", "before", "after", "from"), row(one), strict=True)
                )
                for one in changes
            ],
        },
    )


def _present(
    book: Book, card: str, services: Services, at_ms: int
) -> tuple[Present, dict[str, str]]:
    config = services.calls(book)
    header, rates = card_of(config, card), config.rates.of(card)
    windows = {window.id: window.weight for window in header.windows}
    names = (
        {prefix: rates.head_of(place)[1] for place, prefix in enumerate(rates.every_prefix)}
        if rates is not None
        else {}
    )
    return Present(header, rates, at_ms, windows), names


def _difference(
    prefix: str, window: str, old: Present, new: Present, names: dict[str, str]
) -> Difference | None:
    before, after = old.effective(prefix, window), new.effective(prefix, window)
    if before == after or (window and _plain(old, new, prefix) == (before, after)):
        return None
    return difference(prefix, window, before, after, names.get(prefix, ""))


def _plain(old: Present, new: Present, prefix: str) -> tuple[object, object]:
    """Give what counts outside of any window: a difference that is the same inside is told once."""
    return old.effective(prefix), new.effective(prefix)


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("rate diff main~1..main atlas-standard", "rate diff 2026-06-01.. wholesale-eur"),
)

"""Show what a rate card asks for a number: the row that counts with its line, and why it is that one.

Every row of every prefix the number begins with is listed, the longest first, with what it says and why it counts or
does not. ``--at`` takes another instant, commit or branch.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.calls.config import Config
from engine.calls.model import ANONYMOUS, Call, Side
from engine.calls.prices import NoPrice, side_of, worded
from engine.calls.walk import Walk
from engine.errors import Refused
from engine.rating.compiled import ALWAYS, PricedRow, milliseconds
from engine.rating.quotes import Number
from engine.rating.recipes import card_of, table_of
from engine.rating.tariffs import LENGTHS_S
from engine.rating.terms import terms_of, told
from engine.rating.windows import open_windows
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Actions, Block, Button, Fields, Reply, Table
from handlers.kit.services import Services
from handlers.kit.wording import when
from schemas.counters import Counters
from schemas.operators import Role
from schemas.rate_card import RateCard
from schemas.values import RateCardRef


class Args(BaseModel):
    """Which card, which number."""

    model_config = ConfigDict(extra="forbid")

    card: RateCardRef = Field(description="Which rate card.", examples=["retail-usd"])
    number: Number = Field(
        description="The number, with its country code.", examples=["442079460018"]
    )
    cli: Number | None = Field(
        None,
        description="Caller number, where the price depends on it; not given: withheld.",
        examples=["12125550123"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Find the row, and say why it is that one."""
    config: Config = services.calls(services.book)
    card = card_of(config, args.card)
    rates = config.rates.of(args.card)
    if rates is None:
        raise Refused(
            f"{args.card} has no rates that hold", f"see: rate card show {args.card}, or validate"
        )
    moment = (services.moment or services.clock.now()).astimezone(UTC)
    cli = args.cli or ANONYMOUS
    call = Call(number=args.number, cli=cli, at=moment)
    walk = Walk(call, config, Counters(), number=args.number, cli=cli)
    side = side_of(walk, args.card)
    counting = rates.find(args.number, milliseconds(moment), open_windows(card.windows, moment))
    file = config.book.documents.file_of(table_of(config, args.card))
    candidates = [_Candidate(row, card, moment, counting) for row in rates.candidates(args.number)]
    return Reply(
        _sentence(args, side, file, moment),
        tuple(_blocks(args, side, candidates)),
        values=_values(args, side, candidates, file),
    )


class _Candidate:
    """A row the number could be rated by, and why it counts or does not."""

    def __init__(
        self, row: PricedRow, card: RateCard, moment: datetime, counting: PricedRow | None
    ) -> None:
        self.row, self.said = row, told(terms_of(row, card))
        self.counts = counting is not None and row.line == counting.line
        self.why = self._why(card, moment, counting)

    def _why(self, card: RateCard, moment: datetime, counting: PricedRow | None) -> str:
        row, at = self.row, milliseconds(moment)
        if self.counts:
            return "counts"
        if at < row.period[0]:
            return f"counts from {_day(row.period[0])}"
        if at >= row.period[1]:
            return f"ended on {_day(row.period[1])}"
        if row.window:
            window = next((one for one in card.windows if one.id == row.window), None)
            if window is None:
                return f"there is no window {row.window}"
            if not window.is_open(moment):
                return f"the window {row.window} is shut"
        if counting is not None and len(counting.prefix) > len(row.prefix):
            return "a longer prefix counts"
        return "another window is heavier" if row.window else "a window is open"

    @property
    def dates(self) -> str:
        """When the row is in force."""
        since, until = self.row.period
        begins = f"from {_day(since)}" if since != ALWAYS[0] else ""
        ends = f"to {_day(until)}" if until != ALWAYS[1] else ""
        return " ".join(part for part in (begins, ends) if part) or "always"


def _day(moment: int) -> str:
    instant = datetime.fromtimestamp(moment / 1000, UTC)
    return (
        f"{instant:%Y-%m-%d}"
        if (instant.hour, instant.minute) == (0, 0)
        else f"{instant:%Y-%m-%d %H:%M}"
    )


def _sentence(args: Args, side: Side | NoPrice, file: str, moment: datetime) -> str:
    asked = f"{args.card}, {args.number}, {when(moment)}"
    if isinstance(side, NoPrice):
        place = f" ({file}:{side.place.line})" if side.place and side.place.line else ""
        return f"{asked}: no price. {side.why}{place}."
    named = f" ({side.name})" if side.name else ""
    return f"{asked}: {worded(side)} by prefix {side.prefix}{named}, {file}:{side.place.line}."


def _blocks(args: Args, side: Side | NoPrice, candidates: list[_Candidate]) -> list[Block]:
    blocks: list[Block] = []
    if isinstance(side, Side):
        pairs = tuple((f"{seconds} s", _cost(side, seconds)) for seconds in LENGTHS_S)
        column = (("Column", side.column),) if side.column != "rate" else ()
        blocks.append(Fields((*column, *pairs), "What a call costs"))
    if candidates:
        rows = tuple(
            (
                "✓" if one.counts else "",
                one.row.prefix,
                one.row.name,
                one.said,
                one.dates,
                one.row.window,
                str(one.row.line),
                one.why,
            )
            for one in candidates
        )
        columns = ("Counts", "Prefix", "Name", "Says", "In force", "Window", "Line", "Why")
        blocks.append(Table(columns, rows, numbers=("Line",)))
    asked = {"card": args.card, "number": args.number}
    buttons = [Button("Why this price", "rate why", asked)] if isinstance(side, Side) else []
    blocks.append(Actions((*buttons, Button("Show card", "rate card show", {"card": args.card}))))
    return blocks


def _cost(side: Side, seconds: int) -> str:
    made = side.charge(seconds * 1000)
    return f"{made.amount} {side.currency} ({made.billed_s} s billed)"


def _values(
    args: Args, side: Side | NoPrice, candidates: list[_Candidate], file: str
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "card": args.card,
        "number": args.number,
        "file": file,
        "candidates": [
            {
                "prefix": one.row.prefix,
                "line": one.row.line,
                "says": one.said,
                "in_force": one.dates,
                "window": one.row.window or None,
                "counts": one.counts,
                "why": one.why,
            }
            for one in candidates
        ],
    }
    if isinstance(side, NoPrice):
        return values | {"refused": side.why}
    costs = {str(seconds): str(side.charge(seconds * 1000).amount) for seconds in LENGTHS_S}
    return values | {
        "prefix": side.prefix,
        "line": side.place.line,
        "currency": side.currency,
        "price": worded(side),
        "costs": costs,
    }


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=(
        "rate show retail-usd 442079460018",
        "rate show retail-usd 447700900123 --at 2026-07-01",
    ),
    moment=True,
)

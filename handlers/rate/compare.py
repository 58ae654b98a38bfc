"""Compare two rate cards at every number: where the second is dearer, cheaper, or only one of them has a price.

Prefixes of both are laid over each other, so that no number is left out. Prices are compared in the first card's currency,
as they count now or at the instant given as ``--at``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from engine.calls.config import Config
from engine.errors import Refused
from engine.rating.charge import rounded
from engine.rating.recipes import card_of
from engine.rating.tariffs import Tariff, deeper, meetings
from engine.rating.terms import Kind, Terms, kind_of_change, told
from engine.rating.timelines import NO_ROW
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Block, File, Reply, Table
from handlers.kit.services import Services
from handlers.kit.tables import table_text
from handlers.kit.wording import plural
from schemas.operators import Role
from schemas.quantities import whole
from schemas.rate_card import Rounding
from schemas.values import RateCardRef

_WORDS = {
    Kind.INCREASE: "dearer",
    Kind.DECREASE: "cheaper",
    Kind.TERMS: "other terms",
    Kind.NEW: "only in the second",
    Kind.CLOSED: "only in the first",
    Kind.BLOCKED: "blocked in the second",
    Kind.OPENED: "blocked in the first",
}


class Args(BaseModel):
    """Which cards."""

    model_config = ConfigDict(extra="forbid")

    first: RateCardRef = Field(description="One rate card.", examples=["atlas-standard"])
    second: RateCardRef = Field(description="The other.", examples=["borealis-premium"])
    top: Annotated[int, whole(1, 100, "a number of codes")] = Field(
        10, description="Codes shown of each kind; the file has all.", examples=[10]
    )


@dataclass(frozen=True, slots=True)
class _Code:
    kind: Kind
    prefix: str
    name: str
    first: Terms | None
    second: Terms | None
    ratio: Fraction


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Lay one card over the other."""
    config: Config = services.calls(services.book)
    moment = (services.moment or services.clock.now()).astimezone(UTC)
    one, other = (_tariff(config, name, services) for name in (args.first, args.second))
    exchange = config.exchange(other.card.currency, one.card.currency, moment)
    if exchange is None:
        raise Refused(
            f"fx.yaml has no exchange rate from {other.card.currency} ({args.second}) to "
            f"{one.card.currency} ({args.first}) at {moment:%Y-%m-%d %H:%M} UTC",
            "add an entry to fx.yaml",
        )
    codes = [code for code in _codes(one, other, exchange[0]) if code.kind in _WORDS]
    counts = Counter(code.kind for code in codes)
    said = ", ".join(f"{counts[kind]:,} {word}" for kind, word in _WORDS.items() if counts[kind])
    by = f", by {exchange[1]}" if exchange[1] else ""
    summary = f"{args.second} against {args.first}{by}: {said or 'the same at every number'}."
    return Reply(
        summary,
        tuple(_blocks(args, codes, (one.card.currency, other.card.currency))),
        values={
            "counts": {_WORDS[kind]: counts[kind] for kind in _WORDS},
            "codes": [_value(code) for code in _largest(codes, args.top)],
        },
    )


def _tariff(config: Config, name: str, services: Services) -> Tariff:
    rates = config.rates.of(name)
    card = card_of(config, name)
    if rates is None:
        raise Refused(f"{name} has no rates that hold", "see what is wrong with them: validate")
    moment = (services.moment or services.clock.now()).astimezone(UTC)
    return Tariff(name, card, rates, moment)


def _codes(one: Tariff, other: Tariff, exchange: Fraction) -> Iterator[_Code]:
    """Give every prefix at which rows of the two meet; the second's price turned into the first's money and time."""
    factor = exchange * Fraction(one.card.per_seconds, other.card.per_seconds)
    for here, there in meetings(one, other):
        first = one.terms(here) if here != NO_ROW else None
        second = other.terms(there) if there != NO_ROW else None
        kind = _REVERSED[kind_of_change(second, first, factor)]
        row = one.rates.row(here) if here != NO_ROW else other.rates.row(there)
        yield _Code(
            kind,
            deeper(one, here, other, there),
            row.name,
            first,
            second,
            _ratio(first, second, factor),
        )


_REVERSED = {
    Kind.INCREASE: Kind.DECREASE,
    Kind.DECREASE: Kind.INCREASE,
    Kind.NEW: Kind.CLOSED,
    Kind.CLOSED: Kind.NEW,
    Kind.BLOCKED: Kind.OPENED,
    Kind.OPENED: Kind.BLOCKED,
    Kind.TERMS: Kind.TERMS,
    Kind.UNCHANGED: Kind.UNCHANGED,
}


def _ratio(first: Terms | None, second: Terms | None, factor: Fraction) -> Fraction:
    """Give by how much of the first price the second differs, 0 where there is only one."""
    if first is None or second is None or first.blocked or second.blocked:
        return Fraction(0)
    before, after = first.prices[0][1], second.prices[0][1] * factor
    return (after - before) / before if before else after


def _largest(codes: list[_Code], top: int) -> list[_Code]:
    return [
        code
        for kind in _WORDS
        for code in sorted(
            (one for one in codes if one.kind is kind),
            key=lambda one: (-abs(one.ratio), one.prefix),
        )[:top]
    ]


def _blocks(args: Args, codes: list[_Code], currencies: tuple[str, str]) -> Iterator[Block]:
    shown = _largest(codes, args.top)
    if not shown:
        return
    cards = zip((args.first, args.second), currencies, strict=True)
    prices = tuple(f"{card} ({currency})" for card, currency in cards)
    columns = ("Change", "Code", "Name", *prices, "Difference")
    note = f"The largest {args.top} of each kind; the file has all {plural(len(codes), 'code')}."
    rows = tuple(_row(code) for code in shown)
    yield Table(columns, rows, note if len(shown) < len(codes) else "", ("Difference",))
    if len(shown) < len(codes):
        heads = ("kind", "code", "name", *prices, "by_percent")
        content = table_text(
            heads, ((*_row(code)[:-1], _percent(code).lstrip("-")) for code in codes)
        )
        yield File(f"{args.first}-{args.second}.csv", "Every code", content)


def _row(code: _Code) -> tuple[str, ...]:
    percent = _percent(code)
    return (
        _WORDS[code.kind],
        code.prefix,
        code.name,
        told(code.first),
        told(code.second),
        f"{'' if percent.startswith('-') else '+'}{percent} %" if percent else "",
    )


def _percent(code: _Code) -> str:
    """Give by how many percent the second price differs; empty where there is only one price, or no difference."""
    return str(rounded(code.ratio * 100, 1, Rounding.HALF_UP)) if code.ratio else ""


def _value(code: _Code) -> dict[str, str]:
    return {
        "kind": _WORDS[code.kind],
        "code": code.prefix,
        "name": code.name,
        "first": told(code.first),
        "second": told(code.second),
    }


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("rate compare atlas-standard borealis-premium",),
    moment=True,
)

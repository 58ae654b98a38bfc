"""What became of a call, for people and for machines: the sentence, the steps with their lines, providers, rating."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from engine.book import Book
from engine.calls.located import FileLine, located
from engine.calls.model import Answer, Option, Outcome, Place, Rating, Side
from engine.calls.path import rated
from engine.calls.prices import amount, worded
from engine.rating.charge import Charge
from handlers.kit.reply import Block, Fields, Mark, Step, Steps, Table, Text, Tone
from handlers.kit.wording import how_long, when

SHOWN_SECONDS = (30, 60, 180)
SHOWN_LEFT_OUT = 12


def sentence(answer: Answer, book: Book) -> str:
    """Say in one sentence what becomes of a call and why."""
    call = answer.call
    whose = f"{answer.customer}: " if answer.customer else ""
    said = f"{whose}{call.number} from {call.cli or 'a withheld number'}, {when(call.at)}"
    if answer.outcome is Outcome.REFUSED:
        assert answer.refusal is not None
        refused = _last_word(answer)
        place = located(refused.place, book)
        heard = f", heard as {answer.refusal.heard}" if answer.refusal.heard else ""
        where = f" ({place})" if place else ""
        return (
            f"{said}: refused with {answer.refusal.code} {answer.refusal.reason}{heard}. "
            f"{_capital(refused.detail)}{where}."
        )
    return f"{said}: {_goes(answer)}."


def _last_word(answer: Answer) -> Any:
    """Give the step that refused the call; for one between customers that of the leg where it stopped."""
    leg = answer.leg
    if leg is not None and leg.outcome is Outcome.REFUSED:
        return leg.steps[-1]
    return answer.steps[-1]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.split(" ", maxsplit=1)[0].isalpha() else text


def _goes(answer: Answer) -> str:
    by = f" by route {answer.route}" if answer.route else ""
    tried = [one for one in answer.providers if not one.excluded]
    if answer.leg is not None:
        return f"goes{by} to {answer.leg.customer} without a provider, {_first(answer.leg)}"
    if answer.destinations:
        return f"goes{by} to {answer.destinations[0]}"
    first = tried[0]
    money = ""
    if answer.sell is not None and first.buy is not None:
        money = f": sells at {worded(answer.sell)}, buys at {worded(first.buy)}"
    others = f" and {len(tried) - 1} more behind it" if len(tried) > 1 else ""
    return f"goes{by} to {first.provider}{others}{money}"


def _first(leg: Answer) -> str:
    return f"to {leg.destinations[0]}" if leg.destinations else "to nobody"


def answer_blocks(answer: Answer, book: Book) -> tuple[Block, ...]:
    """Lay an answer out: warnings, rating, providers, then every step."""
    blocks: list[Block] = [Text(one, Tone.WARNING) for one in answer.warnings]
    if answer.rating is not None:
        blocks.append(_rating_fields(answer.rating, answer))
    if answer.affordable_s is not None:
        blocks.append(Text(f"The credit affords {how_long(answer.affordable_s)} of this call."))
    if answer.providers:
        blocks.append(_provider_table(answer))
        blocks.extend(_left_out(answer, book))
    blocks.append(_told_steps(answer, book))
    if answer.leg is not None:
        blocks.append(Text(f"The second leg, to {answer.leg.customer}:"))
        blocks.extend(answer_blocks(answer.leg, book))
    return tuple(blocks)


def _told_steps(answer: Answer, book: Book) -> Steps:
    return Steps(tuple(_told_step(step, book) for step in answer.steps), "How it was decided")


def _told_step(step: Any, book: Book) -> Step:
    found = located(step.place, book)
    where, link = (str(found), address_of(found, book)) if found else ("", "")
    return Step(Mark(step.result.value), step.name, step.detail, where, link)


def address_of(place: FileLine, book: Book) -> str:
    """Give the address at which people read a line of the config, as the settings know it; empty if they know none."""
    links = book.settings.slack.links
    if not links:
        return ""
    base, _, below = links[0].rstrip("/").partition("/tree/")
    folder = below.partition("/")[2]
    path = quote("/".join(part for part in (folder, place.file) if part))
    line = f"#L{place.line}" if place.line else ""
    return f"{base}/blob/{book.commit}/{path}{line}"


def _provider_table(answer: Answer) -> Table:
    rows = tuple(
        _provider_row(place, option, answer.sell)
        for place, option in enumerate(answer.providers, start=1)
    )
    margins = tuple(f"{seconds} s" for seconds in SHOWN_SECONDS)
    columns = ("Order", "Provider card", "Prefix", "Buys at", "Margin/min", *margins)
    return Table(columns, rows, numbers=("Order", "Margin/min", *margins))


def _left_out(answer: Answer, book: Book) -> Iterator[Block]:
    """Say of each provider card that is left out why, and where that stands."""
    out = [option for option in answer.providers if option.excluded]
    lines = [_reason(option, book) for option in out[:SHOWN_LEFT_OUT]]
    if len(out) > SHOWN_LEFT_OUT:
        lines.append(f"and {len(out) - SHOWN_LEFT_OUT} more")
    if lines:
        yield Text("Left out:\n" + "\n".join(lines))


def _reason(option: Option, book: Book) -> str:
    place = located(option.excluded_at, book)
    return f"{option.card}: {option.excluded}" + (f" ({place})" if place else "")


def _provider_row(place: int, option: Option, sell: Side | None) -> tuple[str, ...]:
    buy = option.buy
    margins = [_margin(sell, option, seconds) for seconds in SHOWN_SECONDS]
    minute = ""
    if sell is not None and buy is not None and option.exchange is not None:
        minute = money(sell.price.per_minute - option.per_minute, 6)
    return (
        "" if option.excluded else str(place),
        f"{option.card} ({option.provider})" if option.provider else option.card,
        buy.prefix if buy else "",
        worded(buy) if buy else "",
        minute,
        *margins,
    )


def _margin(sell: Side | None, option: Option, seconds: int) -> str:
    if sell is None or option.buy is None:
        return ""
    profit = rated(sell, option.buy, option.exchange, Decimal(seconds)).profit
    return "" if profit is None else money(profit, 4)


def money(value: Fraction, places: int) -> str:
    """Write an exact amount with so many decimals at most, two at least."""
    scaled = value * 10**places
    whole = Decimal(round(scaled)).scaleb(-places)
    text = f"{whole:f}"
    head, _, tail = text.partition(".")
    return f"{head}.{tail.rstrip('0').ljust(2, '0')}"


def _rating_fields(rating: Rating, answer: Answer) -> Fields:
    pairs = [("Length", f"{rating.seconds} s")]
    if rating.charge is not None and answer.sell is not None:
        pairs.append(("Charge", _charged(rating.charge, answer.sell)))
    first = next((one for one in answer.providers if not one.excluded), None)
    if rating.cost is not None and first is not None and first.buy is not None:
        pairs.append(("Cost", _charged(rating.cost, first.buy)))
    if rating.profit is not None and answer.sell is not None and rating.cost is not None:
        pairs.append(("Profit", f"{money(rating.profit, 6)} {answer.sell.currency}"))
        if first is not None and first.dated:
            pairs.append(("Exchange", first.dated))
    return Fields(tuple(pairs), "Rating")


def _charged(charge: Charge, side: Side) -> str:
    if charge.why:
        return f"{charge.amount} {side.currency}: {charge.why}"
    return f"{charge.amount} {side.currency} for {charge.billed_s} s billed, prefix {side.prefix}"


# --- for machines --------------------------------------------------------------------------------------------------


def answer_values(answer: Answer, book: Book) -> dict[str, Any]:
    """Give an answer as JSON values with stable keys; amounts are texts, so that nobody rounds them."""
    refusal = answer.refusal
    values: dict[str, Any] = {
        "outcome": answer.outcome.value,
        "code": refusal.code if refusal else None,
        "reason": refusal.reason if refusal else None,
        "customer": answer.customer or None,
        "auth": answer.auth or None,
        "route": answer.route or None,
        "number": answer.number,
        "cli": answer.cli,
        "p_asserted_id": answer.p_asserted_id or None,
        "sell": side_values(answer.sell, book),
        "providers": [_option_values(one, answer.sell, book) for one in answer.providers],
        "steps": [
            {
                "step": step.name,
                "result": step.result.value,
                "detail": step.detail,
                **_place_values(step.place, book),
            }
            for step in answer.steps
        ],
        "at": answer.call.at.isoformat().replace("+00:00", "Z"),
        "commit": book.commit,
        "warnings": list(answer.warnings),
    }
    if refusal is not None:
        values["refusal"] = refusal.key
        if refusal.heard:
            values["heard"] = refusal.heard
    also: dict[str, Any] = {
        "max_duration_seconds": answer.max_duration_s,
        "affordable_seconds": answer.affordable_s,
        "did": answer.did or None,
        "destinations": list(answer.destinations) or None,
        "rating": _rating_values(answer.rating, answer),
        "leg": answer_values(answer.leg, book) if answer.leg else None,
    }
    values |= {name: value for name, value in also.items() if value is not None}
    return values


def _place_values(place: Place | None, book: Book) -> dict[str, Any]:
    found: FileLine | None = located(place, book)
    return {"file": found.file if found else None, "line": found.line or None if found else None}


def side_values(side: Side | None, book: Book) -> dict[str, Any] | None:
    """Give one side of a price as JSON values."""
    if side is None:
        return None
    price = side.price
    return {
        "card": side.card,
        "prefix": side.prefix,
        "name": side.name,
        "rate": amount(price.rate),
        "per_seconds": price.per_s,
        "minimum": price.minimum_s,
        "increment": price.increment_s,
        "connect": amount(price.connect),
        "free_seconds": price.free_s,
        "grace_seconds": price.grace_s,
        "currency": side.currency,
        "column": side.column,
        **_place_values(side.place, book),
    }


def _option_values(option: Option, sell: Side | None, book: Book) -> dict[str, Any]:
    buy = option.buy
    first = option.attempts[0] if option.attempts else None
    values: dict[str, Any] = {
        "provider": option.provider,
        "card": option.card,
        "prefix": buy.prefix if buy else None,
        "buy": amount(buy.price.rate) if buy else None,
        "currency": buy.currency if buy else None,
        "gateway": first.gateway if first else None,
    }
    if buy is not None:
        values["row"] = side_values(buy, book)
        if sell is not None and option.exchange is not None:
            values["margin_per_minute"] = money(sell.price.per_minute - option.per_minute, 9)
            values["margin"] = {
                str(seconds): _margin(sell, option, seconds) for seconds in SHOWN_SECONDS
            }
    if option.attempts:
        values["attempts"] = [
            {"gateway": one.gateway, "host": one.host, "number": one.number, "cli": one.cli}
            for one in option.attempts
        ]
    if option.excluded:
        values["excluded"] = option.excluded
    return values


def _rating_values(rating: Rating | None, answer: Answer) -> dict[str, Any] | None:
    if rating is None:
        return None
    first = next((one for one in answer.providers if not one.excluded), None)
    values: dict[str, Any] = {"seconds": str(rating.seconds)}
    if rating.charge is not None and answer.sell is not None:
        values["charge"] = charge_values(rating.charge, answer.sell.currency)
    if rating.cost is not None and first is not None and first.buy is not None:
        values["cost"] = charge_values(rating.cost, first.buy.currency)
    if rating.profit is not None:
        values["profit"] = exact(rating.profit)
    return values


def charge_values(charge: Charge, currency: str) -> dict[str, Any]:
    """Give a charge as JSON values."""
    return {
        "billed_seconds": charge.billed_s,
        "charge": str(charge.amount),
        "unrounded": exact(charge.unrounded),
        "currency": currency,
    }


def exact(value: Fraction) -> str:
    """Write an exact amount as a decimal: whole if it ends, else to 18 decimals."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    places = 18
    if rest == 1:
        places = next(one for one in range(200) if 10**one % value.denominator == 0)
    scaled = Decimal(round(value * 10**places)).scaleb(-places)
    return f"{scaled:f}"

"""Golden calls: what a call is expected to become, held against what it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.calls.config import Config
from engine.calls.model import Answer, Call
from engine.calls.path import decide
from schemas.counters import Account, Counters
from schemas.expectation import Expectations, Expected, GoldenCall


@dataclass(frozen=True, slots=True)
class Miss:
    """A value that is not as expected."""

    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A golden call that was tried: its document, its id, and every value that is not as expected."""

    document: str
    path: str
    at: tuple[str | int, ...]
    golden: GoldenCall
    answer: Answer
    misses: tuple[Miss, ...]


def check_all(config: Config, now: datetime) -> Iterator[Checked]:
    """Try every golden call of a book; those without an instant of their own arrive at ``now``."""
    for name in config.book.paths("expectations"):
        held = config.found("expectations", name, Expectations)
        for place, golden in enumerate(held[1].calls if held else ()):
            if held:
                answer = decide_golden(golden, config, now)
                misses = tuple(misses_of(golden.expect, answer))
                yield Checked(name, held[0], ("calls", place), golden, answer, misses)


def decide_golden(golden: GoldenCall, config: Config, now: datetime) -> Answer:
    """Decide a golden call with what it takes to be so."""
    asked = golden.call
    call = Call(
        number=asked.dialled,
        cli=asked.cli or "",
        at=asked.at or now,
        ip=asked.ip or "",
        user=asked.user or "",
        customer=asked.customer or "",
        direction=asked.direction,
        p_asserted_id=asked.p_asserted_id or "",
        codecs=asked.codecs,
        call_id=asked.call_id or "",
    )
    given = golden.given
    account = Account(
        balance=given.balance,
        spend_today=given.spend_today,
        channels=given.live_channels,
        calls_this_second=given.calls_this_second,
    )
    # Whose account it is shows when the call is recognised; every customer is taken to stand so.
    first = decide(call, config, Counters())
    if not first.customer:
        return first
    return decide(call, config, Counters(customers={first.customer: account}))


def _told(found: object) -> str:
    if isinstance(found, Decimal):
        return f"{found.normalize():f}"
    return "nothing" if found is None else str(found)


def misses_of(expected: Expected, answer: Answer) -> Iterator[Miss]:
    """Compare what is expected with an answer; what is not said may be anything."""
    refusal, sell = answer.refusal, answer.sell
    tried = [one for one in answer.providers if not one.excluded]
    sent = tried[0].attempts[0] if tried and tried[0].attempts else None
    pairs: tuple[tuple[str, object, object], ...] = (
        ("outcome", expected.outcome.value, answer.outcome.value),
        ("code", expected.code, str(refusal.code) if refusal else None),
        ("reason", expected.reason, refusal.reason if refusal else None),
        ("route", expected.route, answer.route or None),
        ("rate_card", expected.rate_card, sell.card if sell else None),
        ("prefix", expected.prefix, sell.prefix if sell else None),
        ("rate", expected.rate, Decimal(sell.price.rate).scaleb(-9) if sell else None),
        ("number_sent", expected.number_sent, sent.number if sent else answer.number),
        ("cli_sent", expected.cli_sent, sent.cli if sent else answer.cli),
        (
            "destination",
            expected.destination,
            answer.destinations[0] if answer.destinations else None,
        ),
        ("max_duration_s", expected.max_duration_s, answer.max_duration_s),
    )
    for what, wanted, found in pairs:
        if wanted is not None and wanted != found:
            yield Miss(what, str(wanted), _told(found))
    if expected.providers:
        names = tuple(dict.fromkeys(one.provider for one in tried))
        if names[: len(expected.providers)] != expected.providers:
            yield Miss("providers", ", ".join(expected.providers), ", ".join(names) or "none")
    for seconds, amount in expected.charges.items():
        found_amount = sell.charge(int(seconds) * 1000).amount if sell else None
        if found_amount != amount:
            told = "nothing" if found_amount is None else str(found_amount)
            yield Miss(f"charge of {seconds} s", str(amount), told)

"""What a call has become on its way: the state that steps fill in, one after the other, and what a step says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from engine.calls.config import Config, PlacedRoute, Sender
from engine.calls.model import Call, Option, Place, Result, Side
from schemas.auth import IPRecord
from schemas.counters import Account, Counters, Live
from schemas.customer import Customer
from schemas.rate_card import RateCard
from schemas.strategy import Strategy

Item = TypeVar("Item")
NOTHING = Live()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a step says; ``refusal`` is the key of the reason if it ends the call."""

    result: Result
    detail: str
    place: Place | None = None
    refusal: str = ""


@dataclass(slots=True)
class Walk:
    """A call on its way. Steps read what those before them filled in."""

    call: Call
    config: Config
    counters: Counters
    number: str = ""
    cli: str = ""
    p_asserted_id: str = ""
    customer_id: str = ""
    customer: Customer | None = None
    customer_path: str = ""
    sender: Sender | None = None
    route: PlacedRoute | None = None
    card: RateCard | None = None
    card_path: str = ""
    sell: Side | None = None
    options: list[Option] = field(default_factory=list)
    left_out: list[Option] = field(default_factory=list)
    strategy: Strategy | None = None
    strategy_place: Place | None = None
    destinations: tuple[str, ...] = ()
    did: str = ""
    exempt: bool = False
    max_duration_s: int | None = None
    affordable_s: int | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def account(self) -> Account:
        """What is known about the customer at this instant."""
        return self.counters.customers.get(self.customer_id, self.counters.others)

    def of_customer(self, *more: str | int) -> Place:
        """Give the place of a field of the customer."""
        return Place(self.customer_path, more)

    @property
    def record(self) -> IPRecord | None:
        """The auth record the call was recognised by, if it is one by address."""
        record = self.sender.record if self.sender else None
        return record if isinstance(record, IPRecord) else None

    @property
    def is_delivered_inside(self) -> bool:
        """Whether the call needs no provider: it goes to an endpoint of the customer or of another one."""
        return bool(self.destinations)

    def draw(self, what: str, sides: int) -> int:
        """Throw a die of so many sides: from 0 on, by the call and what is chosen and nothing else."""
        call = self.call
        told = call.call_id or "|".join(
            (call.number, call.cli, call.ip, call.user, call.customer, call.at.isoformat())
        )
        digest = hashlib.sha256(f"{what}|{told}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % sides

    def weighed(self, items: Sequence[tuple[Item, int]], what: str) -> list[Item]:
        """Put items into an order drawn by weight; weight 0 comes last."""
        if len(items) == 1:
            return [items[0][0]]
        left = list(items)
        drawn: list[Item] = []
        while left:
            total = sum(weight for _, weight in left)
            place = _reached(left, self.draw(f"{what}/{len(drawn)}", total)) if total else 0
            drawn.append(left.pop(place)[0])
        return drawn


def _reached(items: Sequence[tuple[Item, int]], point: int) -> int:
    for place, (_, weight) in enumerate(items):
        if point < weight:
            return place
        point -= weight
    return len(items) - 1


StepFunction: TypeAlias = Callable[[Walk], Verdict]


def passed(detail: str, place: Place | None = None) -> Verdict:
    """Say that a step lets the call on."""
    return Verdict(Result.PASS, detail, place)


def skipped(detail: str, place: Place | None = None) -> Verdict:
    """Say that a step had nothing to look at."""
    return Verdict(Result.SKIP, detail, place)


def failed(refusal: str, detail: str, place: Place | None = None) -> Verdict:
    """Say that a step ends the call, by the key of the reason."""
    return Verdict(Result.FAIL, detail, place, refusal)

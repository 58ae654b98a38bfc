"""The values of the call path: a call as it arrives, what is counted at that instant, and the answer with every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from engine.edits import Pointer
from engine.rating.charge import Charge, Price, Rule, charge
from schemas.voice import CallDirection, Codec

ANONYMOUS = "anonymous"
"""The caller number of a call that withholds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call as it reaches the switch.

    ``customer`` is who it is taken to belong to without being recognised; else ``ip`` or ``user`` tell. ``codecs``
    empty: the caller takes any. ``call_id`` empty: choices that hash it hash the call itself.
    """

    number: str
    cli: str
    at: datetime
    ip: str = ""
    user: str = ""
    customer: str = ""
    direction: CallDirection = CallDirection.TERMINATION
    p_asserted_id: str = ""
    codecs: tuple[Codec, ...] = ()
    call_id: str = ""
    switch: str = ""
    duration_s: Decimal | None = None
    answered: bool = True


class Result(StrEnum):
    """How a step of the path ended."""

    PASS = "pass"  # noqa: S105 -- how a step ends
    FAIL = "fail"
    SKIP = "skip"


class Outcome(StrEnum):
    """What becomes of a call, as far as our own rules decide."""

    ROUTED = "routed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the config something was decided; ``line`` only where it is known without looking (rows of rates)."""

    path: str
    at: Pointer = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path: what it looked at, how it ended, and where that was decided."""

    name: str
    result: Result
    detail: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call is refused: the key of the reason, its SIP code and words.

    ``heard`` is what the caller gets instead where settings map the code, else empty.
    """

    key: str
    code: int
    reason: str
    heard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a call's price: the card and row that count, the price, and how it is rounded.

    ``later`` are the prices that begin to count at a second of the call, where windows open or close.
    """

    card: str
    currency: str
    prefix: str
    name: str
    column: str
    price: Price
    rule: Rule
    place: Place
    later: tuple[tuple[int, Price], ...] = ()

    def charge(self, duration_ms: int | Decimal, *, answered: bool = True) -> Charge:
        """Rate a call of this length on this side."""
        return charge(self.price, self.rule, duration_ms, answered=answered, later=self.later)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What would be sent to one gateway of a provider."""

    gateway: str
    host: str
    number: str
    cli: str
    p_asserted_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A provider card for the call. ``buy`` None: it has no price; ``excluded`` says why it is left out, else empty.

    ``exchange`` turns its currency into the customer's, at the call's instant; ``dated`` tells which rate that is.
    """

    provider: str
    card: str
    buy: Side | None = None
    exchange: Fraction | None = None
    dated: str = ""
    weight: int = 1
    tier: int = 1
    excluded: str = ""
    excluded_at: Place | None = None
    attempts: tuple[Attempt, ...] = ()
    timers: Mapping[str, int] = field(default_factory=dict)

    @property
    def per_minute(self) -> Fraction:
        """Its price of a minute in the customer's currency; it must have both."""
        if self.buy is None or self.exchange is None:
            raise ValueError(f"{self.card} has no price to compare")
        price = self.buy.price.per_minute
        return price if self.exchange == 1 else price * self.exchange


@dataclass(frozen=True, slots=True)
class Rating:
    """What a call of a length is charged and costs; profit in the customer's currency, exact."""

    seconds: Decimal
    charge: Charge | None
    cost: Charge | None
    profit: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What becomes of a call and why.

    ``number`` and ``cli`` are those after all customer-side steps. ``providers`` are in the order in which they would
    be tried, those left out behind. ``max_duration_s`` is the time limit the switch would set; ``affordable_s`` is
    how long the credit lasts, None where no balance was given. ``leg`` is the second leg of a call between customers.
    """

    call: Call
    outcome: Outcome
    refusal: Refusal | None
    steps: tuple[Step, ...]
    customer: str = ""
    auth: str = ""
    route: str = ""
    number: str = ""
    cli: str = ""
    p_asserted_id: str = ""
    sell: Side | None = None
    providers: tuple[Option, ...] = ()
    destinations: tuple[str, ...] = ()
    did: str = ""
    max_duration_s: int | None = None
    affordable_s: int | None = None
    rating: Rating | None = None
    warnings: tuple[str, ...] = ()
    leg: Answer | None = None

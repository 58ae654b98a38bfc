"""Rating a call by a card that somebody writes out in full: the stable form of cards and calls as JSON values.

A price that cannot be told is a refusal with a reason, never an exception: ``no_rate``, ``blocked`` or ``invalid``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.rating.charge import NANO, Charge, Price, Rule, Step, charge
from engine.rating.windows import later_prices, open_windows
from schemas.faults import fault, faults_of, quoted
from schemas.quantities import Rate, Switch, decimal_text, whole
from schemas.rate_card import Places, Rounding, RoundingWord
from schemas.scalars import Scalar, choice, text_of
from schemas.values import identifier_type
from schemas.windows import AcrossWindows, Window

LONGEST_NUMBER = 32
LONGEST_S = 365 * 86_400
MOST_DIGITS = 40
"""Numbers with a larger exponent stay as they are written: nobody means them."""


def _instant(value: object) -> datetime:
    text = text_of(value, wanted="an instant").strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise fault(
            "date", f"{quoted(text)} is no instant", "write for example 2026-06-01T00:00:00Z"
        ) from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _seconds(value: object) -> int:
    """Read whole seconds; programs that know no whole numbers write 30.0."""
    text = text_of(value, wanted="a number of seconds").strip()
    whole_part, _, rest = text.partition(".")
    found: Any = _WHOLE.parse(whole_part if rest and not rest.strip("0") else text)
    return int(found)


def _per_seconds(value: object) -> int:
    found = _seconds(value)
    if not 1 <= found <= 3_600:
        raise fault(
            "number-range", f"{quoted(found)} is out of range", "write a number from 1 to 3600"
        )
    return found


def _increment(value: object) -> int:
    return _seconds(value) or 1  # an increment of nothing is a second


def _number(value: object) -> str:
    text = text_of(value, wanted="a number in digits").strip()
    digits = text.removeprefix("+")
    if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER:
        return digits
    at = next((place for place, sign in enumerate(digits) if not _is_digit(sign)), None)
    if at is not None:
        place = at + 1 + len(text) - len(digits)
        raise fault(
            "digits",
            f"{quoted(text)} is no number: {quoted(digits[at])} at place {place} is no digit",
            "write digits alone, perhaps with a + in front",
        )
    told = f"a number of {len(digits)} digits" if digits else "an empty number"
    raise fault("digits", f"{told} cannot be dialled", f"write 1 to {LONGEST_NUMBER} digits")


def _is_digit(sign: str) -> bool:
    return sign.isascii() and sign.isdigit()


def _duration(value: object) -> Decimal:
    number = decimal_text(value, rule="duration", what="a number of seconds", example="61.5")
    if not 0 <= number <= LONGEST_S:
        raise fault(
            "number-range", f"{quoted(number)} seconds is no duration", "write 0 or more seconds"
        )
    return number


_WHOLE = whole(0, 86_400, "a number of seconds")
Instant = Annotated[datetime, Scalar(_instant, {"type": "string"})]
Seconds = Annotated[int, Scalar(_seconds, {"type": ["string", "number"]})]
Increment = Annotated[int, Scalar(_increment, {"type": ["string", "number"]})]
Number = Annotated[str, Scalar(_number, {"type": "string"})]
Duration = Annotated[Decimal, Scalar(_duration, {"type": ["string", "number"]})]
PerSeconds = Annotated[int, Scalar(_per_seconds, {"type": ["string", "number"]})]
Prefix = Annotated[str, identifier_type(18, "^[0-9]{1,18}$", "a prefix of 1 to 18 digits")]
Status = Annotated[str, identifier_type(7, "^(allowed|blocked)$", "allowed or blocked")]
Word = Annotated[str, identifier_type(64, "^[a-z0-9-]+$", "the id of a window")]
Money = Annotated[str, identifier_type(3, "^[A-Z]{3}$", "a currency code such as USD")]


class _Quoted(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuotedStep(_Quoted):
    """A price from a second of the call on."""

    from_seconds: Seconds
    rate: Rate
    per_seconds: PerSeconds | None = None
    increment: Increment = 1


class QuotedRow(_Quoted):
    """A row of a card."""

    prefix: Prefix
    rate: Rate | None = None
    per_seconds: PerSeconds = 60
    minimum: Seconds = 0
    increment: Increment = 1
    connect: Rate = Decimal(0)
    free_seconds: Seconds = 0
    grace_seconds: Seconds = 0
    effective_from: Instant | None = None
    effective_to: Instant | None = None
    status: Status = "allowed"
    steps: tuple[QuotedStep, ...] = ()
    window: Word | None = None
    name: str = ""

    def is_in_force(self, at: datetime) -> bool:
        """Whether a call that arrives at an instant is rated by it: from inclusive, to exclusive."""
        begun = self.effective_from is None or self.effective_from <= at
        return begun and (self.effective_to is None or at < self.effective_to)


class QuotedCard(_Quoted):
    """A card with its rows."""

    currency: Money
    precision: Places = 4
    rounding: RoundingWord = Rounding.HALF_UP
    duration_rounding: RoundingWord = Rounding.UP
    rows: tuple[QuotedRow, ...]
    windows: tuple[Window, ...] = ()
    across_windows: Annotated[AcrossWindows, choice(AcrossWindows)] = AcrossWindows.SPLIT


class QuotedCall(_Quoted):
    """The call. ``answered`` not given: a call that lasted was answered; ``cli`` not given: the caller is withheld.

    Only cards of the config have prices that depend on the caller; a card written out has one for everybody.
    """

    number: Number
    cli: str = ""
    started_at: Instant | None = None
    duration: Duration
    answered: Switch | None = None

    @property
    def was_answered(self) -> bool:
        """Whether it was answered, as far as is said."""
        return self.duration > 0 if self.answered is None else self.answered


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no price."""

    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What a call costs, and the row that says so."""

    prefix: str
    currency: str
    charge: Charge


def read_call(given: object) -> QuotedCall | Refused:
    """Read a call."""
    return _read(QuotedCall, given, "call")


def read_card(given: object) -> QuotedCard | Refused:
    """Read a card; what is wrong is named by its place, rows counted from 0 as in the JSON."""
    card = _read(QuotedCard, given, "card")
    if isinstance(card, Refused):
        return card
    windows = {window.id for window in card.windows}
    for place, row in enumerate(card.rows):
        wrong = _wrong(row, windows)
        if wrong:
            return Refused("invalid", f"card.rows[{place}]: {wrong}")
    return card


def _wrong(row: QuotedRow, windows: set[str]) -> str:
    if row.status == "allowed" and row.rate is None:
        return "the row has no rate; write one, or status blocked"
    if row.free_seconds and row.grace_seconds:
        return "free_seconds and grace_seconds exclude each other; write one of them"
    if row.effective_from and row.effective_to and row.effective_to <= row.effective_from:
        return f"effective_to {at_text(row.effective_to)} is not after effective_from"
    places = [step.from_seconds for step in row.steps]
    if places != sorted(set(places)):
        return "the from_seconds of its steps do not rise"
    if row.window is not None and row.window not in windows:
        return f"there is no window {row.window}"
    return ""


Model = TypeVar("Model", bound=BaseModel)


def _read(model: type[Model], given: object, name: str) -> Model | Refused:
    if not isinstance(given, Mapping):
        return Refused("invalid", f"{name}: an object is wanted")
    try:
        return model.model_validate(as_text(given))
    except ValidationError as error:
        first = faults_of(error, model)[0]
        where = "".join(
            f"[{part}]" if isinstance(part, int) else f".{part}" for part in first.pointer
        )
        hint = f"; {first.hint}" if first.hint else ""
        return Refused("invalid", f"{name}{where}: {first.message}{hint}")


def as_text(value: Any) -> Any:
    """Give JSON values with every scalar as text, which is how exact numbers are read; nulls are left out."""
    if isinstance(value, Mapping):
        return {str(key): as_text(one) for key, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [as_text(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return (
            f"{value:f}"
            if value.is_finite() and abs(value.adjusted()) < MOST_DIGITS
            else str(value)
        )
    return value if value is None else str(value)


def quote(card: QuotedCard, call: QuotedCall) -> Quote | Refused:
    """Rate a call by a card."""
    at = call.started_at
    if at is None:
        if card.windows or any(row.effective_from or row.effective_to for row in card.rows):
            return Refused(
                "invalid", "call.started_at: the card has dates, so the instant is needed"
            )
        at = datetime(1970, 1, 1, tzinfo=UTC)
    found = _find(card, call.number, at, open_windows(card.windows, at))
    if found is None or isinstance(found, Refused):
        return found or Refused("no_rate", f"no row in force is for {call.number}")
    if found.status == "blocked":
        return Refused("blocked", f"the row {found.prefix} is blocked")

    def price_in(windows: Mapping[str, int]) -> Price | None:
        row = _find(card, call.number, at, windows)
        if not isinstance(row, QuotedRow) or row.status == "blocked":
            return None
        return _price(row)

    later = later_prices(card.windows, card.across_windows, at, int(call.duration) + 1, price_in)
    rule = Rule(card.precision, card.rounding, card.duration_rounding)
    made = charge(
        _price(found), rule, call.duration * 1000, answered=call.was_answered, later=later
    )
    return Quote(found.prefix, card.currency, made)


def _find(
    card: QuotedCard, number: str, at: datetime, windows: Mapping[str, int]
) -> QuotedRow | Refused | None:
    """Find the row of the longest prefix that is in force, in the heaviest open window."""
    fitting = [
        row
        for row in card.rows
        if number.startswith(row.prefix)
        and row.is_in_force(at)
        and (row.window is None or row.window in windows)
    ]

    def order(row: QuotedRow) -> tuple[int, int]:
        return len(row.prefix), -1 if row.window is None else windows[row.window]

    best = max(fitting, key=order, default=None)
    if best is None:
        return None
    same = [row for row in fitting if order(row) == order(best) and row.window == best.window]
    if len(same) > 1:
        # By what they are: two rows may say the very same.
        places = [place for place, row in enumerate(card.rows) if any(row is one for one in same)]
        told = " and ".join(f"card.rows[{place}]" for place in places)
        return Refused(
            "invalid", f"{told}: prefix {best.prefix} has several rows in force at {at_text(at)}"
        )
    return best


def at_text(at: datetime) -> str:
    """Write an instant the way the JSON has it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _price(row: QuotedRow) -> Price:
    return Price(
        rate=_nano(row.rate or Decimal(0)),
        per_s=row.per_seconds,
        minimum_s=row.minimum,
        increment_s=row.increment,
        connect=_nano(row.connect),
        free_s=row.free_seconds,
        grace_s=row.grace_seconds,
        steps=tuple(
            Step(
                step.from_seconds,
                _nano(step.rate),
                step.per_seconds or row.per_seconds,
                step.increment,
            )
            for step in row.steps
        ),
    )


def _nano(amount: Decimal) -> int:
    return int(amount * NANO)

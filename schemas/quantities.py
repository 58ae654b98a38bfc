"""Field types for quantities: counts, durations, percentages, money, rates, switches and currencies.

Quantities may stand with or without quotes. Nothing here ever passes through a float.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from schemas.base import Reference
from schemas.faults import fault, quoted
from schemas.scalars import Scalar, identifier_of, text_of

MONEY_PLACES = 6
RATE_PLACES = 9
# Micro-units of an amount, and nano-units of a rate, stay far enough below 2**63 for sums of many of them.
MONEY_BOUND = Decimal(10) ** 12
RATE_BOUND = Decimal(10) ** 6

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")
_WHOLE = re.compile(r"(0|[1-9][0-9]*)\Z")
# Letters that were meant as digits are no unit: who typed 3O did not mean 3.
_UNITS = re.compile(r"([0-9]+)(?![OoIl])\s*[a-zA-Z%]+\Z")


def whole(minimum: int, maximum: int, what: str) -> Scalar:
    """Accept a count written with digits only, from ``minimum`` to ``maximum``, both included."""
    example = str(min(max(minimum, 30), maximum))

    def parse(value: object) -> int:
        text = text_of(value, wanted=f"{what} in digits, for example {example}").strip()
        if not _WHOLE.match(text):
            raise fault("whole-number", f"{quoted(text)} is not {what}", _whole_hint(text, example))
        if len(text) > len(str(maximum)) or not minimum <= int(text) <= maximum:
            raise fault(
                "number-range",
                f"{quoted(text)} is out of range",
                f"write a number from {minimum} to {maximum}",
            )
        return int(text)

    return Scalar(
        parse,
        {
            "type": ["integer", "string"],
            "minimum": minimum,
            "maximum": maximum,
            "pattern": "^(0|[1-9][0-9]*)$",
        },
    )


def _whole_hint(text: str, example: str) -> str:
    if text.startswith("-"):
        return "it cannot be negative"
    unit = _UNITS.match(text)
    if unit:
        return f"write the number alone, without a unit: {int(unit[1])}"
    return f"write digits only, without sign, separators or leading zeros, for example {example}"


def decimal_text(value: object, *, rule: str, what: str, example: str) -> Decimal:
    """Read a plain decimal number: no exponent, no separators, no infinity."""
    text = text_of(value, wanted=f"{what}, for example {example}").strip()
    if not _DECIMAL.match(text):
        raise fault(rule, f"{quoted(text)} is not {what}", _decimal_hint(text, example))
    number = Decimal(text)
    return number or abs(number)  # minus zero is zero


def _decimal_hint(text: str, example: str) -> str:
    if "," in text:
        return (
            f"write it without thousands separators and with a decimal point, for example {example}"
        )
    if text.startswith("+"):
        return f"write it without the plus sign: {text[1:]}"
    if text.endswith("%"):
        return f"write it without the % sign: {text[:-1].rstrip()}"
    return f"write digits with a decimal point, without currency or exponent, for example {example}"


def _amount(places: int, bound: Decimal, lowest: Decimal, what: str, example: str) -> Scalar:
    def parse(value: object) -> Decimal:
        number = decimal_text(value, rule="money", what=what, example=example)
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > places:
            raise fault(
                "money-precision",
                f"{quoted(number)} has {-exponent} decimals",
                f"write at most {places} decimals",
            )
        if not lowest <= number or abs(number) >= bound:
            hint = f"write an amount from {max(lowest, 1 - bound)} to below {bound:,f}"
            raise fault("number-range", f"{quoted(number)} is out of range", hint)
        return number

    sign = "-?" if lowest < 0 else ""
    pattern = rf"^{sign}(0|[1-9][0-9]*)(\.[0-9]{{1,{places}}})?$"
    limits = {"maximum": int(bound)} if lowest < 0 else {"minimum": 0, "maximum": int(bound)}
    return Scalar(parse, {"type": ["string", "number"], "pattern": pattern, **limits})


def percent(value: object) -> Decimal:
    """Read a percentage from 0 to 100 with at most four decimals."""
    number = decimal_text(value, rule="percent", what="a percentage", example="20")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        raise fault(
            "percent", f"{quoted(number)} has {-exponent} decimals", "write at most 4 decimals"
        )
    if not 0 <= number <= 100:
        raise fault(
            "number-range",
            f"{quoted(number)} is not between 0 and 100",
            "write a percentage, for example 20",
        )
    return number


def switch(value: object) -> bool:
    """Read a switch: ``true`` or ``false`` and no other spelling."""
    text = text_of(value, wanted="true or false")
    if text in {"true", "false"}:
        return text == "true"
    simplified = text.strip().lower()
    hint = "write true or false"
    if simplified in {"yes", "on", "y", "1", "true", "enabled"}:
        hint = "write true"
    if simplified in {"no", "off", "n", "0", "false", "disabled"}:
        hint = "write false"
    raise fault("true-false", f"{quoted(text)} is not true or false", hint)


def currency(value: object) -> str:
    """Read an ISO 4217 code known to the locale data, in capitals; codes of past currencies stay readable."""
    from babel.core import get_global

    text = identifier_of(value, wanted="a currency code such as USD")
    known = get_global("all_currencies")
    if text in known and text not in {"XXX", "XTS"}:
        return text
    hint = (
        f"write it in capitals: {text.upper()}"
        if text.upper() in known
        else "write an ISO 4217 code such as USD"
    )
    raise fault("currency", f"{quoted(text)} is not a currency", hint)


_SECONDS = "a number of seconds"
_AMOUNT = "an amount of money"

Limit = Annotated[int, whole(0, 1_000_000, "a limit")]
Channels = Limit
CPS = Limit
Count = Annotated[int, whole(1, 1_000_000, "a number")]
Seconds = Annotated[int, whole(0, 86_400, _SECONDS)]
PositiveSeconds = Annotated[int, whole(1, 86_400, _SECONDS)]
Days = Annotated[int, whole(0, 3_650, "a number of days")]
PositiveDays = Annotated[int, whole(1, 36_500, "a number of days")]
Money = Annotated[Decimal, _amount(MONEY_PLACES, MONEY_BOUND, -MONEY_BOUND, _AMOUNT, "50.00")]
PositiveMoney = Annotated[Decimal, _amount(MONEY_PLACES, MONEY_BOUND, Decimal(0), _AMOUNT, "50.00")]
Rate = Annotated[Decimal, _amount(RATE_PLACES, RATE_BOUND, Decimal(0), "a rate", "0.0125")]
Percent = Annotated[
    Decimal,
    Scalar(
        percent,
        {
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": 100,
            "pattern": r"^[0-9]{1,3}(\.[0-9]{1,4})?$",
        },
    ),
]
Switch = Annotated[bool, Scalar(switch, {"enum": [True, False, "true", "false"]})]
Currency = Annotated[
    str, Scalar(currency, {"type": "string", "pattern": "^[A-Z]{3}$"}), Reference("currency")
]

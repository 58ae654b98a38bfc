"""Cells of rate sheets as values: codes, rates, seconds, dates; what leaves a doubt is said, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from engine.sheets.grid import Cell, text
from schemas.sheet import DateOrder, DecimalMark, Hyphen

LONGEST_CODE = 18
MOST_CODES = 10_000
MOST_IN_RANGE = 1_000
DIGITS_KEPT = 15
EXACT = 10**DIGITS_KEPT
"""Spreadsheets hold whole numbers below this exactly."""
_SPLIT = re.compile(r"\s*[,;/&|]\s*|\s+and\s+")
_SCIENTIFIC = re.compile(r"[0-9]\.?[0-9]*[eE][+]?[0-9]+\Z")
_MONEY = re.compile(
    r"(?P<sign>-?)(?P<before>[A-Z]{3}|[$€£])?\s*(?P<number>-?[0-9.,' ]+)\s*(?P<after>[A-Z]{3}|[$€£])?\Z"
)
_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP"}
_BILLING = re.compile(r"(?P<minimum>[0-9]{1,5})\s*[/+:-]\s*(?P<increment>[0-9]{1,5})\Z")
_SECONDS = re.compile(r"(?P<number>[0-9]{1,5})(?:\.0+)?\s*(?:s|sec|seconds)?\Z", re.IGNORECASE)
_DATE = re.compile(
    r"(?P<a>[0-9]{1,4})[./-](?P<b>[0-9]{1,2})[./-](?P<c>[0-9]{1,4})(?P<time>[T ].*)?\Z"
)
_WORDS = re.compile(r"(?P<day>[0-9]{1,2})[ -](?P<month>[A-Za-z]{3,9})[ -](?P<year>[0-9]{2,4})\Z")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_BLOCKED = frozenset(
    {"blocked", "block", "closed", "close", "barred", "not available", "n/a", "na", "suspended", "deleted", "delete",
     "withdrawn", "remove", "removed", "no route", "disabled"}
)  # fmt: skip
_OPEN = frozenset(
    {"", "active", "open", "allowed", "enabled", "current", "available", "ok", "yes", "new"}
)
_MARKS = {".": "point", ",": "comma"}
_EPOCH_1900 = datetime(1899, 12, 30, tzinfo=UTC)


class CellError(ValueError):
    """What is wrong with a cell; ``kind`` names the kind of fault."""

    def __init__(self, message: str, kind: str = "value") -> None:
        """Say what is wrong."""
        super().__init__(message)
        self.kind = kind


def codes_of(
    cell: Cell, country: Cell, hyphen: Hyphen | None, *, is_country_said: bool = False
) -> list[str]:
    """Give every code a cell stands for: one, a list, a range; with the country's code in front if it has its own column.

    ``is_country_said``: a person says that the country goes in front, also where the code begins with it already.

    Raises:
        CellError: it is no code, or may be read in two ways.
    """
    written = _written_code(cell)
    front = _digits(text(country)) if country not in (None, "") else ""
    parts = [part for part in _SPLIT.split(written) if part]
    shared, each = _shared(parts)
    found: list[str] = []
    for part in each:
        found += [shared + code for code in _range(part, hyphen)]
        if len(found) > MOST_CODES:
            raise CellError(f"it stands for more than {MOST_CODES:,} codes")
    if front and not is_country_said and any(code.startswith(front) for code in found):
        raise CellError(
            f"{written} begins with the country {front}, which has a column of its own; say whether it goes in front: "
            "--columns country=HEADING, or country=- if it does not",
            "doubt",
        )
    return _checked([front + code for code in found], written)


def _written_code(cell: Cell) -> str:
    """Give a cell of codes as text, unless its digits cannot be believed."""
    if isinstance(cell, (bool, datetime, date)):
        raise CellError("a date stands where a code should; the spreadsheet took the code for one")
    if isinstance(cell, Decimal) and cell != cell.to_integral_value():
        raise CellError(f"{cell} is no code")
    if isinstance(cell, (int, Decimal)) and abs(cell) >= EXACT:
        raise CellError(
            f"a number of more than {DIGITS_KEPT} digits has lost some in a spreadsheet; send the column as text",
            "digits",
        )
    written = text(cell)
    if not written:
        raise CellError("there is no code", "empty")
    if _SCIENTIFIC.match(written):
        raise CellError(
            f"{written} has lost its digits in a spreadsheet; send the column as text", "digits"
        )
    if written.startswith("="):
        raise CellError("a formula stands where a code should", "formula")
    if "(0)" in written:
        raise CellError(f"{written} has a 0 that is not dialled from abroad; write the code alone")
    return written


def _shared(parts: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Take the country apart that stands once, before a list: ``61 38,39``."""
    if len(parts) < 2 or " " not in parts[0] or any(" " in part for part in parts[1:]):
        return "", parts
    head, _, rest = parts[0].partition(" ")
    country = _digits(head)
    for part in parts[1:]:
        if part.startswith(country) and len(part) > len(rest):
            raise CellError(
                f"{', '.join(parts)} may be a list behind {head}, or whole codes; write each code in full",
                "doubt",
            )
    return country, (rest, *parts[1:])


def _checked(codes: list[str], written: str) -> list[str]:
    for code in codes:
        if not (code.isascii() and code.isdigit()):
            raise CellError(f"{written} is no code: digits are wanted")
        if len(code) > LONGEST_CODE:
            raise CellError(f"a code of {len(code)} digits is no code; {LONGEST_CODE} are the most")
    return codes


def _range(part: str, hyphen: Hyphen | None) -> Iterable[str]:
    first, dash, last = (one.strip() for one in part.partition("-"))
    if not dash:
        return [_digits(part)]
    first, last = _digits(first), last.replace(" ", "")
    if not (first.isdigit() and last.isdigit()):
        raise CellError(f"{part} is no range of codes")
    if len(last) < len(first):
        if hyphen is None:
            raise CellError(
                f"{part} may be {first} to {first[: -len(last)]}{last}, or {first}{last}; say which with --hyphen",
                "doubt",
            )
        last = first[: -len(last)] + last if hyphen is Hyphen.RANGE else first + last
        if hyphen is Hyphen.JOIN:
            return [last]
    elif hyphen is Hyphen.JOIN:
        return [first + last]
    elif len(last) > len(first) and hyphen is None:
        raise CellError(f"{part} may be a range or one code; say which with --hyphen", "doubt")
    if len(last) != len(first) or int(last) < int(first):
        raise CellError(f"{part} is no range: {last} does not come after {first}")
    if int(last) - int(first) >= MOST_IN_RANGE:
        raise CellError(f"{part} stands for more than {MOST_IN_RANGE:,} codes")
    return [str(code).zfill(len(first)) for code in range(int(first), int(last) + 1)]


def _digits(written: str) -> str:
    bare = written.replace(" ", "").replace("(", "").replace(")", "").replace(".", "")
    for front in ("+", "00", "011"):
        if bare.startswith(front):
            return bare[len(front) :]
    return bare


def is_blocked(cell: Cell) -> bool:
    """Whether a word says that a code is shut.

    Raises:
        CellError: it is no word we know.
    """
    word = text(cell).lower()
    if word in _BLOCKED:
        return True
    if word in _OPEN or word in (
        "increase",
        "decrease",
        "no change",
        "unchanged",
        "same",
        "change",
    ):
        return False
    raise CellError(f'"{text(cell)}" is no status: blocked or active is wanted')


def says_blocked(cell: Cell) -> bool:
    """Whether what stands in a column of prices is a word for shut."""
    return text(cell).lower() in _BLOCKED


def rate_of(cell: Cell, mark: DecimalMark | None, currency: str) -> Decimal:
    """Read a price in units of ``currency``, at most nine decimals.

    Raises:
        CellError: it is none, may be read in two ways, or is in another currency.
    """
    if isinstance(cell, (bool, datetime, date)):
        raise CellError("a date stands where a price should")
    if isinstance(cell, (int, Decimal)):
        # A workbook holds binary fractions: nine decimals are all a price has, the rest is noise.
        return _priced(Decimal(cell).quantize(Decimal("1e-9")).normalize(), text(cell))
    written = text(cell)
    if not written:
        raise CellError("there is no price", "empty")
    if written.startswith("="):
        raise CellError("a formula stands where a price should", "formula")
    if re.fullmatch(r"[0-9.]+[eE]-?[0-9]+", written):
        return _priced(Decimal(written), written)
    found = _MONEY.match(written)
    if found is None:
        raise CellError(f'"{written}" is no price')
    for sign in (found["before"], found["after"]):
        named = _SYMBOLS.get(sign or "", sign)
        if named and named != currency:
            raise CellError(f'"{written}" is in {named}, the card in {currency}', "currency")
    number = found["sign"] + found["number"].strip().replace(" ", "").replace("'", "")
    return _priced(_decimal(number, mark, written), written)


def _decimal(number: str, mark: DecimalMark | None, written: str) -> Decimal:
    comma, point = number.count(","), number.count(".")
    if mark is DecimalMark.COMMA:
        plain = _grouped(number, ".", ",", written).replace(",", ".")
    elif mark is DecimalMark.POINT or not comma:
        plain = _grouped(number, ",", ".", written)
    elif comma == 1 and not point and _is_surely_decimal(number):
        plain = number.replace(",", ".")
    elif comma and point and number.rindex(".") > number.rindex(","):
        plain = number.replace(",", "")
    else:
        raise CellError(
            f'"{written}" may have a decimal comma or thousands; say which with --decimals', "doubt"
        )
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise CellError(f'"{written}" is no price') from None


def _grouped(number: str, between: str, mark: str, written: str) -> str:
    """Take the signs out that stand between thousands; anywhere else they mean something else."""
    whole, _, part = number.lstrip("-").partition(mark)
    first, *others = whole.split(between)
    is_grouped = 0 < len(first) <= 3 and first != "0" and all(len(one) == 3 for one in others)
    if between in part or (others and not is_grouped):
        raise CellError(f'"{written}" is no price with a decimal {_MARKS[mark]}')
    return number.replace(between, "")


def _is_surely_decimal(number: str) -> bool:
    whole, _, part = number.partition(",")
    return len(part) != 3 or whole.lstrip("-") in ("", "0")


def _priced(number: Decimal, written: str) -> Decimal:
    if number < 0:
        raise CellError(
            f"{written} is below zero; if it means that the code is shut, say so in a column of its own",
            "negative",
        )
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -9:
        raise CellError(f"{written} has more than nine decimals")
    if number >= 10**6:
        raise CellError(f"{written} is no price")
    return number


def billing_of(cell: Cell) -> tuple[int, int]:
    """Read minimum and increment written in one cell: ``30/6``, ``60+1``, ``1-1``; a lone number is both.

    Raises:
        CellError: it is neither.
    """
    if isinstance(cell, (datetime, date)):
        raise CellError("a date stands where increments should; the spreadsheet took 1/6 for one")
    written = text(cell)
    found = _BILLING.match(written)
    if found is not None:
        return int(found["minimum"]), max(int(found["increment"]), 1)
    alone = _SECONDS.match(written)
    if alone is not None:
        return int(alone["number"]), max(int(alone["number"]), 1)
    raise CellError(f'"{written}" is no billing increment; 30/6 is one')


def seconds_of(cell: Cell) -> int:
    """Read a number of seconds.

    Raises:
        CellError: it is none.
    """
    found = _SECONDS.match(text(cell))
    if found is None:
        raise CellError(f'"{text(cell)}" is no number of seconds')
    return int(found["number"])


def instant_of(cell: Cell, order: DateOrder | None) -> datetime:
    """Read the first instant of a day, or an instant, in UTC.

    Raises:
        CellError: it is none, or may be read in two ways.
    """
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=UTC) if cell.tzinfo is None else cell.astimezone(UTC)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=UTC)
    if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
        if 30_000 < cell < 80_000:  # days since 1900, as spreadsheets count: years 1982 to 2119
            return _EPOCH_1900 + timedelta(seconds=round(Decimal(cell) * 86_400))
        raise CellError(f"{text(cell)} is no date")
    written = text(cell)
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return _written_date(written, order)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _written_date(written: str, order: DateOrder | None) -> datetime:
    words = _WORDS.match(written)
    if words is not None and words["month"][:3].lower() in _MONTHS:
        month = _MONTHS[words["month"][:3].lower()]
        return _day(int(words["year"]), month, int(words["day"]), written)
    found = _DATE.match(written)
    if found is None:
        raise CellError(f'"{written}" is no date')
    a, b, c = int(found["a"]), int(found["b"]), int(found["c"])
    if len(found["a"]) == 4 or order is DateOrder.YMD:
        return _day(a, b, c, written)
    if order is None and len(found["c"]) < 4 and b <= 12 and c <= 31:
        raise CellError(
            f'"{written}" may begin or end with the year; say which with --dates ymd, dmy or mdy',
            "doubt",
        )
    if order is None:
        order = DateOrder.DMY if a > 12 else DateOrder.MDY if b > 12 or a == b else None
    if order is DateOrder.DMY:
        return _day(c, b, a, written)
    if order is DateOrder.MDY:
        return _day(c, a, b, written)
    raise CellError(
        f'"{written}" may begin with the day or with the month; say which with --dates dmy or mdy',
        "doubt",
    )


def _day(year: int, month: int, day: int, written: str) -> datetime:
    year += 2000 if year < 100 else 0
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        raise CellError(f'"{written}" is no day in the calendar') from None

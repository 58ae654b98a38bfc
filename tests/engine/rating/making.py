"""Making cards of other cards in tests: headers from YAML, rates from lines, and what is built of them."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.rating.build import Building
from engine.rating.compiled import CompiledRates, milliseconds
from engine.rating.compiling import compile_rates
from engine.rating.rebuild import Present, Rebuilt, rebuilt
from engine.rating.recipes import building_of
from engine.rating.terms import Terms, terms_of
from schemas.rate_card import RateCard
from tests.builders import loaded
from tests.engine.calls.carrier import a_config

JUNE = datetime(2026, 6, 1, tzinfo=UTC)
SEPTEMBER = datetime(2026, 9, 1, tzinfo=UTC)
HEADER = "prefix,name,rate,minimum_s,increment_s,connect,status,from,to"
CHILD = "rate-cards/child/rates.csv"


def header(text: str) -> RateCard:
    """A card's header."""
    read = loaded("rate-cards/x/card.yaml", text.encode())
    assert isinstance(read.model, RateCard), [str(problem) for problem in read.problems]
    return read.model


def rates(*rows: str, columns: str = HEADER) -> str:
    """A table: rows are filled up with empty cells."""
    width = columns.count(",")
    return "\n".join([columns, *(row + "," * (width - row.count(",")) for row in rows)]) + "\n"


def compiled(text: str) -> CompiledRates:
    """The compiled form of a table."""
    return CompiledRates(compile_rates(text.encode()))


def carrier(
    build: str,
    *parents: str,
    child: str = "",
    more: str = "",
    headers: tuple[str, ...] = (),
    fx: str | None = None,
) -> dict[str, str]:
    """The files of a card ``child`` made of parents ``p1``, ``p2`` and so on, whose tables are given."""
    files = {
        "rate-cards/child/card.yaml": (
            f"name: Child\nside: customer\ncurrency: USD\n{more}"
            f"build:\n  parents: [{', '.join(f'p{n}' for n in range(1, len(parents) + 1))}]\n{build}"
        )
    }
    if child:
        files[CHILD] = child
    if fx is not None:
        files["fx.yaml"] = fx
    for number, table in enumerate(parents, start=1):
        more_header = headers[number - 1] if number <= len(headers) else "currency: USD\n"
        files[f"rate-cards/p{number}/card.yaml"] = (
            f"name: P{number}\nside: provider\nprovider: alpha\n{more_header}"
        )
        files[f"rate-cards/p{number}/rates.csv"] = table
    return files


def made(files: dict[str, str], at: datetime = JUNE) -> tuple[Building, Present]:
    """The building of the child of a carrier, and what its rows say."""
    return building_of(a_config(files), "child", at)


def laid(files: dict[str, str], at: datetime = JUNE) -> Rebuilt:
    """The child of a carrier, rebuilt."""
    current = files.get(CHILD)
    return rebuilt(*made(files, at), CHILD, current.encode() if current is not None else None)


def lines(files: dict[str, str], at: datetime = JUNE) -> list[str]:
    """The rows of the rebuilt child, without the header and trailing commas."""
    return [line.rstrip(",") for line in laid(files, at).data.decode().splitlines()[1:]]


def found(data: bytes, card: RateCard, number: str, at: datetime, window: str = "") -> Terms | None:
    """What a table says of a number at an instant."""
    row = CompiledRates(compile_rates(data)).find(
        number, milliseconds(at), {window: 1} if window else {}
    )
    return terms_of(row, card) if row is not None else None

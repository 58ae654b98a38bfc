"""Changes of prices for people: counted by kind, the largest of each kind in a table, all of them in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from engine.rating.rebuild import Difference
from engine.rating.terms import Kind, Terms, told
from handlers.kit.reply import Block, File, Table
from handlers.kit.tables import table_text

SHOWN = 8
"""Changes of one kind that are shown; a file has the others."""


def counted(counts: Mapping[Kind, int]) -> str:
    """Tell how many changes there are of each kind: ``12 increases, 3 new``; ``nothing`` if there are none."""
    said = [_of_kind(counts[kind], kind) for kind in Kind if counts.get(kind)]
    return ", ".join(said) or "nothing"


def _of_kind(count: int, kind: Kind) -> str:
    is_noun = kind in (Kind.INCREASE, Kind.DECREASE)
    return f"{count:,} {kind.value}{'s' if is_noun and count > 1 else ''}"


def changes_shown(
    changes: Sequence[Difference],
    name: str,
    columns: tuple[str, str] = ("Before", "After"),
    most: int = SHOWN,
) -> tuple[Block, ...]:
    """Show the largest changes of each kind; a file of this name has all of them, if they are more."""
    rows = tuple(
        row(one)
        for kind in Kind
        for one in sorted(
            (one for one in changes if one.kind is kind), key=lambda one: (-size(one), one.prefix)
        )[:most]
    )
    if not rows:
        return ()
    heads: tuple[str, ...] = ("Change", "Code", "Name", *columns, "From")
    note = f"The largest {most} of each kind; the file has all." if len(rows) < len(changes) else ""
    table = Table(heads, rows, note)
    if len(rows) == len(changes):
        return (table,)
    lines = [row(one) for one in changes]
    heads = ("kind", "code", "name", *(column.lower() for column in columns), "from")
    return table, File(name, "Every change", table_text(heads, lines))


def row(one: Difference) -> tuple[str, ...]:
    """Write a change as a row of a table."""
    code = f"{one.prefix} in {one.window}" if one.window else one.prefix
    since = datetime.fromtimestamp(one.since / 1000, UTC) if one.since else None
    return (
        one.kind.value,
        code,
        one.name,
        told(one.before),
        told(one.after),
        f"{since:%Y-%m-%d}" if since else "",
    )


def size(one: Difference) -> Fraction:
    """Say how large a change is: by how much of itself the first price goes up or down."""
    before, after = _first(one.before), _first(one.after)
    return abs(Fraction(after - before, before)) if before else Fraction(after)


def _first(terms: Terms | None) -> int:
    return terms.prices[0][1] if terms is not None and terms.prices else 0

"""What a change of a rate table means: its rows told apart by key, or counted where they are many."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from engine.plan import Action, Change
from engine.rate_reading import read_table
from engine.rate_table import Key, named, rate_table_at
from schemas.base import DocumentKind
from schemas.rate_card import RATE_COLUMNS

SHOWN = 500
"""How many changed rows a plan shows one by one."""


def diff_table(path: str, before: bytes | None, after: bytes | None) -> tuple[Change, ...]:
    """Compare two versions of a rate table row by row; None stands for no table.

    More than ``SHOWN`` changed rows are told as one change that counts them.
    """
    left, right = _differing(before, after)
    # So many rows more or less are changes, whatever stands in them.
    if abs(_count(left) - _count(right)) > SHOWN:
        return _as_one(path, before, after)
    old, new = rows_of(path, left), rows_of(path, right)
    changed = [key for key in {*old, *new} if old.get(key) != new.get(key)]
    if len(changed) <= SHOWN:
        changes = [
            change
            for key in sorted(changed)
            for change in _row_changes(path, key, old.get(key), new.get(key))
        ]
        if len(changes) <= SHOWN:
            return tuple(changes)
    return _as_one(path, before, after)


def _as_one(path: str, before: bytes | None, after: bytes | None) -> tuple[Change, ...]:
    return (
        Change(
            path,
            DocumentKind.RATE_CARD,
            rate_table_at(path) or "",
            "rates",
            Action.CHANGED,
            _counted(before),
            _counted(after),
        ),
    )


def rows_of(path: str, data: bytes | None) -> dict[Key, dict[str, str]]:
    """Give what each row says besides its key; None stands for no table."""
    if data is None:
        return {}
    table = read_table(path, data)
    return {row.key: table.values(row) for row in table.rows}


def _differing(before: bytes | None, after: bytes | None) -> tuple[bytes | None, bytes | None]:
    """Leave out the lines that two tables of the same columns have in common."""
    if before is None or after is None:
        return before, after
    old, new = before.splitlines(), after.splitlines()
    if old[:1] != new[:1]:
        return before, after
    known, wanted = set(old), set(new)
    return (
        b"\n".join([*old[:1], *(line for line in old[1:] if line not in wanted)]),
        b"\n".join([*new[:1], *(line for line in new[1:] if line not in known)]),
    )


def _counted(data: bytes | None) -> str:
    """Count rows, with a digest of the bytes, so that a plan stands for exactly these."""
    if data is None:
        return "no table"
    return f"{_count(data):,} rows ({hashlib.sha256(data).hexdigest()[:12]})"


def _count(data: bytes | None) -> int:
    """Count the lines below the first one."""
    return max(len(data.splitlines()) - 1, 0) if data else 0


def _row_changes(
    path: str, key: Key, old: Mapping[str, str] | None, new: Mapping[str, str] | None
) -> Iterator[Change]:
    document, where = rate_table_at(path) or "", f"rates[{named(key)}]"
    if old is None or new is None:
        action = Action.ADDED if old is None else Action.REMOVED
        yield Change(path, DocumentKind.RATE_CARD, document, where, action, old, new)
        return
    for name in RATE_COLUMNS:
        if old.get(name) != new.get(name):
            action = (
                Action.ADDED
                if name not in old
                else Action.REMOVED
                if name not in new
                else Action.CHANGED
            )
            yield Change(
                path,
                DocumentKind.RATE_CARD,
                document,
                f"{where}.{name}",
                action,
                old.get(name),
                new.get(name),
            )

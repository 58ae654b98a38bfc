"""Whether a store is whole: its file, what refers to what, states that can be, and nothing secret that should be gone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, inspect, select, text

from adapters.store.engines import open_engine, parsed_url, reading
from adapters.store.opening import refuse_other_revision, revision_at, shown
from adapters.store.tables import METADATA, REVISIONS, operations, outbox
from engine.errors import Refused
from engine.ports.effects import EffectState
from engine.ports.operations import FINAL_STATES, OperationState
from engine.sealed import wiped

_SETTLED = (EffectState.SENT, EffectState.FAILED, EffectState.DROPPED)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: ``counts`` maps each table to its rows, ``faults`` are sentences, none if all is well."""

    revision: str
    counts: Mapping[str, int]
    faults: tuple[str, ...]


def check_store(url: str) -> Checked:
    """Look at everything a store holds, while it is used.

    Raises:
        Refused: there is none, or it is of another revision.
    """
    parsed = parsed_url(url)
    found = revision_at(parsed)
    if found is None:
        raise Refused(
            f"there is no store at {shown(parsed)}",
            "name another with --store, or make one: trunkline store upgrade",
        )
    refuse_other_revision(found, REVISIONS, shown(parsed))
    engine = open_engine(parsed)
    try:
        with reading(engine) as connection:
            return Checked(found, _counts(connection), tuple(_faults(connection)))
    finally:
        engine.dispose()


def _counts(connection: Connection) -> Mapping[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
        if inspect(connection).has_table(table.name)
    }


def _faults(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        yield from _file_faults(connection)
    damaged = False
    for table in METADATA.sorted_tables:
        yield from _dangling(connection, table)
        for fault in _unreadable(connection, table):
            damaged = True
            yield fault
    if not damaged:
        yield from _operation_faults(connection)
        yield from _effect_faults(connection)


def _file_faults(connection: Connection) -> Iterator[str]:
    for (said,) in connection.execute(text("PRAGMA integrity_check(20)")):
        if said != "ok":
            yield f"the file is damaged: {said}"


def _dangling(connection: Connection, table: Table) -> Iterator[str]:
    """Find rows that refer to a row that is not there."""
    for key in table.foreign_keys:
        there = select(key.column)
        lost = select(func.count()).where(key.parent.is_not(None), key.parent.not_in(there))
        if count := connection.scalar(lost):
            yield f"{count} in {table.name} refer to {key.column.table.name} that are not there"


def _unreadable(connection: Connection, table: Table) -> Iterator[str]:
    """Find JSON that cannot be read, by looking at the text as it is kept."""
    names = [column.name for column in table.columns if type(column.type).__name__ == "Json"]
    if not names:
        return
    [key] = list(table.primary_key.columns)
    columns = ", ".join(f'"{name}"' for name in (key.name, *names))
    rows = connection.execution_options(yield_per=500).execute(
        text(f'SELECT {columns} FROM "{table.name}"')  # noqa: S608 -- names of our own tables
    )
    for row in rows:
        for name, value in zip(names, row[1:], strict=True):
            if value is not None and not _reads(value):
                yield f"{table.name} {row[0]}: {name} cannot be read"


def _reads(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


def _operation_faults(connection: Connection) -> Iterator[str]:
    final = {str(state) for state in FINAL_STATES}
    query = select(
        operations.c.id,
        operations.c.state,
        operations.c.args,
        operations.c.drawn,
        operations.c.reply,
    )
    for row in connection.execution_options(yield_per=500).execute(query):
        held = {"args": row.args, "drawn": row.drawn}
        if row.state not in set(OperationState):
            yield f"operation {row.id} is in a state that is none: {row.state}"
        elif row.state in final and wiped(held) != held:
            yield f"operation {row.id} has ended and still holds what was sealed for it"
        elif (
            row.state in final and row.reply is None and row.args
        ):  # what is long over keeps neither
            yield f"operation {row.id} has ended without an answer"


def _effect_faults(connection: Connection) -> Iterator[str]:
    query = select(outbox.c.id, outbox.c.state, outbox.c.claimed_at, outbox.c.settled_at)
    for row in connection.execution_options(yield_per=500).execute(query):
        if row.state not in set(EffectState):
            yield f"effect {row.id} is in a state that is none: {row.state}"
        elif row.state in _SETTLED and row.settled_at is None:
            yield f"effect {row.id} is {row.state} and nobody knows since when"
        elif row.state == EffectState.SENDING and row.claimed_at is None:
            yield f"effect {row.id} is being sent by nobody"

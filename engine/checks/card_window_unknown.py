"""A row of a rate card names no window that the card does not have.

Such a row never counts: its calls cost what the other rows say, or are refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.cards import with_tables
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each
from engine.rate_reading import read_table
from engine.rate_table import RateTable
from schemas.faults import quoted
from schemas.rate_card import RateCard

RULE = "card-window-unknown"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at the column window of every table that has one; one problem for each unknown window."""
    for loaded, card in each(book, with_tables(scope), RateCard):
        path = loaded.path.removesuffix("card.yaml") + "rates.csv"
        if book.documents.blob(path) is None:
            continue
        file = book.documents.file_of(path)
        data = book.documents.data(file)
        if b"window" in data.split(b"\n", 1)[0]:
            yield from _unknown(read_table(file, data), {window.id for window in card.windows})


def _unknown(table: RateTable, known: set[str]) -> Iterator[Problem]:
    told = set(known)
    for row in table.rows:
        window = row.key[1]
        if window and window not in told:
            told.add(window)
            has = f"it has {', '.join(sorted(known))}" if known else "it has none"
            found = RateTable(table.path, table.columns, lines=table.lines)
            found.tell(
                RULE,
                f"the card has no window {quoted(window)}; {has}",
                "add it to windows of card.yaml, or name another",
                line=row.line,
                cell=table.columns.index("window"),
            )
            yield found.problems[0]

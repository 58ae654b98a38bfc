"""Which caller numbers a CLI rule is for, as far as the files tell."""

from __future__ import annotations

import re

from engine.book import Book
from engine.lookup import look_up
from schemas.cli import CLIRule, UseDID
from schemas.dids import DIDs
from schemas.voice import is_plain_line


def fits_caller(book: Book, customer: str, rule: CLIRule, number: str) -> bool:
    """Whether a rule lets a caller number of the customer pass; whatever a database decides, it may."""
    if rule.database is not None:
        return True
    if rule.use_did is UseDID.FILTER and not _is_own(book, customer, number):
        return False
    return rule.cli is None or fits_line(rule.cli, number)


def fits_line(line: str, number: str) -> bool:
    """Whether a line of caller numbers fits: a plain number by equality, anything else as a search."""
    return line == number if is_plain_line(line) else re.search(line, number) is not None


def _is_own(book: Book, customer: str, number: str) -> bool:
    dids = look_up(book, DIDs, customer)
    return dids is not None and any(did.number == number for did in dids.dids)

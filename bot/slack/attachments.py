"""What of an answer does not fit a message and goes along as a file: long tables as CSV, all of it as text."""

from __future__ import annotations

import re

from bot.plain import as_text
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import File, Reply, Table
from handlers.kit.tables import table_text


def as_csv(table: Table, summary: str, number: int) -> File:
    """Give a table as a file; ``number`` tells it from others of the same answer."""
    name = named_after(summary) + (f"-{number}" if number > 1 else "")
    return File(f"{name}.csv", summary, table_text(table.columns, table.rows))


def whole(reply: Reply) -> File:
    """Give all of an answer as a file; its buttons are commands in it."""
    name = f"{named_after(reply.summary)}.txt"
    return File(name, reply.summary, as_text(reply, Catalogue.read()) + "\n")


def named_after(summary: str) -> str:
    """Name a file after what an answer says."""
    return re.sub(r"[^a-z0-9]+", "-", summary.casefold()).strip("-")[:40].strip("-") or "answer"

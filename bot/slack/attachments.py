"""What of an answer does not fit a message and goes along as a file: long tables as CSV, long texts as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.slack.blocks import LONGEST_FILE_SHOWN, is_cut
from handlers.kit.reply import File, Reply, Table
from handlers.kit.tables import table_text


def attachments_of(reply: Reply) -> tuple[File, ...]:
    """Give the files that hold what the message shows only the beginning of."""
    return tuple(_files(reply))


def _files(reply: Reply) -> Iterator[File]:
    tables = 0
    for block in reply.blocks:
        if isinstance(block, Table):
            tables += 1
            if is_cut(block, native=tables == 1):
                number = f"-{tables}" if tables > 1 else ""
                name = f"{_named_after(reply.summary)}{number}.csv"
                yield File(name, reply.summary, table_text(block.columns, block.rows))
        elif isinstance(block, File) and len(block.content) > LONGEST_FILE_SHOWN:
            yield block


def _named_after(summary: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", summary.casefold()).strip("-")[:40] or "table"

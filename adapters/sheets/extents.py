"""How large a workbook says it is, looked up before it is opened: what reads it reserves room for every cell between.

One word in the last cell of a sheet of six kilobytes would otherwise take all memory there is, and the program with it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from engine.errors import Refused
from engine.sheets.grid import letter, place_of_letter
from engine.sheets.reading import MOST_ROWS

MOST_UNPACKED = 400_000_000
"""Bytes. The largest sheet we take has about 200 million."""
MOST_CELLS = 26_000_000
"""26 columns of a million rows, 32 bytes each."""
_CHUNK = 1 << 20
_LONGEST_TAG = 256
# Cells behind column Z or below row 999,999; a sheet without any is small enough whatever it holds.
_FAR = re.compile(rb"r\s*=\s*[\"'][A-Z](?:[A-Z]|[0-9]{7})")
_CELL = re.compile(rb"<(?:[A-Za-z]+:)?c\s(?:[^>]*?\s)?r\s*=\s*[\"']([A-Z]{1,3})([0-9]+)[\"']")


def refuse_huge(name: str, data: bytes) -> None:
    """Refuse an archive that is no workbook, or one too large to be opened.

    Raises:
        Refused: says which.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _look(name, packed)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Refused(f"{name} is a broken workbook: {error}", "save it anew as .xlsx") from error


def too_many_rows(name: str) -> Refused:
    """Say that a sheet is too long."""
    return Refused(
        f"{name} has more than {MOST_ROWS:,} rows, which are the most",
        "split it, or leave out what the card does not need",
    )


def _look(name: str, packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Refused(f"{name} is an archive, but no .xlsx workbook", "save it anew as .xlsx")
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED:
        raise Refused(f"{name} unpacks to {size / 1e6:,.0f} MB", "hand in a smaller workbook")
    for part in parts:
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            _refuse_extent(name, packed, part)


def _refuse_extent(name: str, packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if not any(_FAR.search(text) for text in _chunks(packed, part)):
        return
    columns: set[bytes] = set()
    lowest = 0
    for text in _chunks(packed, part):
        for found in _CELL.finditer(text):
            columns.add(found[1])
            lowest = max(lowest, int(found[2][:9]))
        if lowest > MOST_ROWS:
            raise too_many_rows(name)
    widest = max((place_of_letter(one.decode()) or 0 for one in columns), default=0)
    if (widest + 1) * lowest > MOST_CELLS:
        raise Refused(
            f"{name} has cells as far out as column {letter(widest)}, row {lowest:,}",
            "delete the columns and rows that are empty, and save it anew",
        )


def _chunks(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give the text of a part piece by piece, each with the end of the one before, in which a tag may have begun."""
    with packed.open(part) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            yield rest + chunk
            rest = chunk[-_LONGEST_TAG:]

"""Golden tables as telephony people read them: columns parted by bars, a line for each example."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def golden(name: str) -> list[Mapping[int, str]]:
    """Give the lines of a table below this folder: column, counted from 0 -> text. Headings and remarks are left out."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.strip() and not line.startswith("#")]
    return [dict(enumerate(cell.strip() for cell in line.split("|"))) for line in table[1:]]

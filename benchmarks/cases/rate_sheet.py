"""A rate sheet of 100,000 rows, from the request to the plan a person is shown, on a card that has as many rows already.

The sheet is a workbook of five columns and a CSV of the same; half of its prices differ. Everything counts that a person
waits for: unpacking, reading, comparing, the new table, every check, the plan and its storing. Peer: opening the same file
as cells and nothing else. Target: 3 s.
"""

from __future__ import annotations

import importlib
import io
import itertools
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from adapters.sheets.grids import SheetFiles
from benchmarks.cases.restart import house_over
from benchmarks.harness import Row, compare, take_turns
from benchmarks.traffic import calling_remote, prefixes
from bot.inbox import Request
from bot.memory import spare_what_stays
from bot.people import Identity
from handlers.kit.files import UploadedSheet
from handlers.kit.reply import Outcome

ROWS = 100_000
HEADINGS = ("Destination", "Dial Code", "Rate", "Increments", "Effective date")


def measure() -> Sequence[Row]:
    """Import in turns."""
    folder = calling_remote(1_000, ROWS)
    sheets = {"CSV": ("sheet.csv", _csv()), "XLSX": ("sheet.xlsx", _xlsx())}
    variants: dict[str, Callable[[], object]] = {}
    for kind, (name, data) in sheets.items():
        variants[kind] = imported(folder, name, data)
        variants[f"{kind} cells"] = partial(SheetFiles().grids, name, data)
    spare_what_stays()  # as a bot does that serves
    taken = take_turns(variants, rounds=5, budget_s=60)
    return tuple(
        compare(
            f"{kind}, {ROWS:,} rows",
            taken[kind],
            "its cells",
            taken[f"{kind} cells"],
            at_most_ms=3_000,
        )
        for kind in sheets
    )


def _rows() -> list[tuple[str, str, str, str, str]]:
    return [
        (
            f"Destination {prefix[:3]}",
            prefix,
            f"0.{50 + (place % 50 if place % 2 else (place + 7) % 50):05}",
            "1/1",
            "2027-01-01",
        )
        for place, prefix in enumerate(prefixes(ROWS))
    ]


def _csv() -> bytes:
    return ("\n".join(",".join(row) for row in (HEADINGS, *_rows())) + "\n").encode()


def _xlsx() -> bytes:
    xlsxwriter = importlib.import_module("xlsxwriter")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("A-Z")
        for place, row in enumerate((HEADINGS, *_rows())):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def imported(folder: Path, name: str, data: bytes) -> Callable[[], object]:
    """Ask for an import, up to its plan."""
    house, numbers = house_over(folder), itertools.count(1)
    sheet = UploadedSheet(name=name, data=data).model_dump(mode="json")

    def run() -> None:
        request = Request(
            command="rate import",
            args={"card": "card-00", "sheet": sheet, "full": "no"},
            identity=Identity("slack", "U0ADA001"),
            delivery=f"bench:{id(house)}:{next(numbers)}",
        )
        reply = house.dispatcher.answer(request)
        if reply.outcome is not Outcome.ASKS:
            raise ValueError(f"{reply.summary}: {reply.blocks}")

    return run

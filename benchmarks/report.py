"""What was measured, as a table for people and as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from benchmarks.harness import Row

HEADER: tuple[str, ...] = (
    "benchmark",
    "ours",
    "peer",
    "ratio",
    "target",
    "met",
    "rounds",
    "against",
)


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of one benchmark, and what its docstring says."""

    name: str
    says: str
    rows: tuple[Row, ...]


def as_table(reports: Sequence[Report]) -> str:
    """Write every row on a line: ours, the peer's, the ratio, the target, and whether it is met."""
    lines = [HEADER, *(_line(report.name, row) for report in reports for row in report.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _line(benchmark: str, row: Row) -> tuple[str, ...]:
    targets = [
        f"<= {row.at_most:g}x" if row.at_most is not None else "",
        f"<= {row.at_most_ms:g} ms" if row.at_most_ms is not None else "",
    ]
    target = ", ".join(filter(None, targets))
    return (
        f"{benchmark}: {row.name}",
        f"{row.ours_ms:.2f} {row.unit}",
        f"{row.peer_ms:.2f} {row.unit}",
        f"{row.ratio:.2f}x",
        target or "-",
        ("yes" if row.met else "no") if target else "-",
        str(row.rounds),
        row.peer,
    )


def as_json(reports: Sequence[Report]) -> str:
    """Write everything for machines."""
    return json.dumps(
        {
            "machine": machine(),
            "benchmarks": [
                {
                    "name": report.name,
                    "says": report.says,
                    "rows": [asdict(row) | {"met": row.met} for row in report.rows],
                }
                for report in reports
            ],
        },
        indent=2,
    )


def machine() -> Mapping[str, object]:
    """Say what the figures were measured on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "processor": platform.machine(),
        "cores": os.cpu_count(),
    }

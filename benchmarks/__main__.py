"""``python -m benchmarks [NAME...] [--json FILE]``: run benchmarks, print a table, write JSON."""

from __future__ import annotations

import importlib
import logging
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks import cases
from benchmarks.report import Report, as_json, as_table
from bot.logs import configure_logs


def known() -> tuple[str, ...]:
    """Name every benchmark."""
    return tuple(name for _, name, _ in pkgutil.iter_modules(cases.__path__))


def run_case(name: str) -> Report:
    """Run one benchmark."""
    module = importlib.import_module(f"{cases.__name__}.{name}")
    return Report(name, (module.__doc__ or "").strip(), tuple(module.measure()))


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "file", metavar="FILE", help="Write the figures here; - prints them.")
def main(names: Sequence[str], file: str | None) -> None:
    """Measure, as ratios in one run. Without a NAME every benchmark runs."""
    unknown = sorted(set(names) - set(known()))
    if unknown:
        raise click.UsageError(f"no benchmark {', '.join(unknown)}; there are {', '.join(known())}")
    configure_logs(logging.WARNING)
    reports = []
    for name in names or known():
        click.echo(f"{name} ...", err=True)
        reports.append(run_case(name))
    if file == "-":
        click.echo(as_json(reports))
        return
    click.echo(as_table(reports))
    if file:
        Path(file).write_text(as_json(reports) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())

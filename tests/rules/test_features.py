"""The page of features names commands and flags that exist, and has a row for each that is configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.kit.catalogue import Catalogue, Entry

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/features.md"
CATALOGUE = Catalogue.read()
ELSEWHERE = {
    26: "call statistics",
    52: "recordings",
    53: "recordings",
    **dict.fromkeys(range(56, 73), "statistics, calls, simulation and payments"),
    **dict.fromkeys(range(85, 89), "CDRs and recalculation"),
    92: "invoices",
    93: "invoices",
}
"""Features up to F95 that are no configuration, and what they belong to."""


def rows() -> Iterator[tuple[str, list[str]]]:
    """Give the first cell of every row, and what stands in backticks in the cell of its commands."""
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) > 2 and "---" not in line and "Command" not in cells:
            yield cells[0], re.findall(r"`([^`]+)`", cells[-2])


def resolved(words: str, before: Entry | None) -> Entry | None:
    """Give the command that words mean; a lone verb is of the same area as the one before."""
    text = words.split(" --", 1)[0].removesuffix(" ...")
    entry = CATALOGUE.get(text)
    if entry is None and before is not None:
        entry = CATALOGUE.get(" ".join((*before.words[:-1], text)))
    return entry


COMMANDS = [(first, commands) for first, commands in rows() if commands]


@pytest.mark.parametrize(("first", "commands"), COMMANDS)
def test_every_command_and_flag_exists(first: str, commands: list[str]) -> None:
    entry: Entry | None = None
    for words in commands:
        if words.endswith("..."):
            assert CATALOGUE.under(words.split()[:-1]), words
            continue
        found = resolved(words, entry)
        assert found is not None, words
        entry = found
        for flag in re.findall(r"--(\w+)", words):
            assert entry.argument(flag) is not None, words


def test_every_feature_that_is_configuration_has_a_row() -> None:
    told = {int(number) for first, _ in rows() for number in re.findall(r"F(\d+)", first)}

    assert set(range(1, 96)) - set(ELSEWHERE) <= told

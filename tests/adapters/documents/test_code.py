"""What other code parsed is parsed again: the state of the code covers all that decides."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from adapters.documents.code import PARSERS, code_state
from tests.rules.source import ROOT


def named() -> set[Path]:
    places = [ROOT / name for name in PARSERS]
    return {
        file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])
    }


def imported(file: Path) -> Iterator[Path]:
    """Every module of ours that a file imports."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for module in (node.module, *(f"{node.module}.{one.name}" for one in node.names)):
                place = ROOT / (module.replace(".", "/") + ".py")
                if place.is_file():
                    yield place


def test_nothing_that_parsing_leans_on_may_change_unseen() -> None:
    unseen = {
        str(other.relative_to(ROOT)): str(file.relative_to(ROOT))
        for file in named()
        for other in imported(file)
        if other not in named()
    }

    assert unseen == {}


def test_every_place_is_there() -> None:
    assert [name for name in PARSERS if not (ROOT / name).exists()] == []


def test_the_state_is_one_short_text_and_stays_as_it_is() -> None:
    assert len(code_state()) == 64
    assert set(code_state()) <= set(string.hexdigits)
    assert code_state.__wrapped__() == code_state()

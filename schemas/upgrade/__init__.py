"""Old formats of config repositories, raised in memory by pure functions, one step per format.

A step knows where documents stood in its format and how they become documents of the next one. Nothing here reads
a file or writes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.settings import FORMAT
from schemas.upgrade.format1 import FORMAT_1
from schemas.upgrade.step import Part, Step

STEPS: Mapping[int, Step] = {1: FORMAT_1}
"""Format -> the step from it to the next one."""

assert sorted(STEPS) == list(range(1, FORMAT))


def raise_file(form: int, path: str, value: Mapping[str, Any]) -> tuple[Part, ...]:
    """Give the documents of the present format that a file of format ``form`` holds, the main one first."""
    parts: tuple[Part, ...] = (Part(path, value),)
    for step in _steps(form):
        parts = tuple(
            below.behind(part) for part in parts for below in step.raised(part.path, part.value)
        )
    return parts


def candidates(form: int, path: str) -> tuple[str, ...]:
    """Give the paths in the present format of all documents that a file may hold, the main one first.

    A file that is no document has one candidate too: where it goes.
    """
    paths: tuple[str, ...] = (path,)
    for step in _steps(form):
        paths = tuple(below for one in paths for below in step.candidates(one))
    return paths


def source(form: int, path: str) -> str:
    """Give the file of format ``form`` that holds what stands at ``path`` in the present format."""
    for step in reversed(_steps(form)):
        path = step.source(path)
    return path


def belongs(form: int, path: str) -> bool:
    """Tell whether a file of format ``form`` may stand at ``path``: the places of newer formats are none."""
    return all(source(form, one) == path for one in candidates(form, path))


def _steps(form: int) -> list[Step]:
    return [STEPS[number] for number in range(form, FORMAT)]

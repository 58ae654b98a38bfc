"""The source tree as the rules see it: files, modules, syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "handlers", "engine", "adapters", "schemas")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or would be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=30,
    )
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def modules(*packages: str) -> Iterator[Path]:
    """Every Python file of these packages."""
    for path in files():
        if path.suffix == ".py" and path.parts[0] in (packages or PACKAGES):
            yield path


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))


def nodes(path: Path, kind: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, kind))


def place(path: Path, node: ast.AST) -> str:
    return f"{path}:{getattr(node, 'lineno', 1)}"

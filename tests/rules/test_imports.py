from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.source import ROOT, files, modules, nodes, place

READS_ENVIRONMENT = {
    "bot/settings.py",
    "adapters/git/process.py",  # hands the environment on to git, and looks at no value of it
}


def test_imports_keep_the_contracts() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def importing() -> dict[str, list[str]]:
    """What happened when every module was imported in a process with no environment."""
    names = [
        ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        for path in modules()
        if path.name != "__main__.py"
    ]
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/rules/importing.py"), *names],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("what", ["threads", "sockets", "applications", "environment"])
def test_importing_every_module_leaves_nothing_behind(
    importing: dict[str, list[str]], what: str
) -> None:
    assert importing[what] == []


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        str(path)
        for path in modules()
        for node in nodes(path, ast.AST)
        if getattr(node, "attr", getattr(node, "id", "")) in {"environ", "getenv", "BaseSettings"}
    }

    assert readers <= READS_ENVIRONMENT


def test_nothing_is_imported_by_wildcard() -> None:
    starred = [
        place(path, node)
        for path in files()
        if path.suffix == ".py"
        for node in nodes(path, ast.ImportFrom)
        if any(alias.name == "*" for alias in node.names)
    ]

    assert starred == []

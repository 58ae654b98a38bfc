"""The workflows, the YAML and the changelog fragments hold to their tools, as a contributor's hooks would say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.source import ROOT, files, text

BIN = Path(sys.executable).parent
KINDS = ("added", "changed", "fixed")


@pytest.mark.parametrize(
    "command",
    [
        ("zizmor", "--offline", "--quiet", ".github", ".pre-commit-config.yaml"),
        ("yamllint", "--strict", "."),
    ],
    ids=lambda command: command[0],
)
def test_a_tool_has_nothing_to_say(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stdout


def test_every_action_is_pinned_by_its_hash() -> None:
    used = [
        found[1]
        for path in files()
        if path.parts[:2] == (".github", "workflows")
        for found in re.finditer(r"uses:\s*(\S+)", text(path))
    ]

    assert used
    assert [one for one in used if not re.search(r"@[0-9a-f]{40}$", one)] == []


def test_every_hook_is_of_this_repository() -> None:
    repositories = re.findall(r"- repo: (\S+)", text(Path(".pre-commit-config.yaml")))

    assert repositories == ["local"]


def test_every_changelog_fragment_has_a_kind_and_says_something() -> None:
    wrong = [
        str(path)
        for path in files()
        if path.parts[0] == "changes"
        and (
            path.name.split(".")[1:] not in [[kind, "md"] for kind in KINDS]
            or not text(path).strip()
        )
    ]

    assert wrong == []

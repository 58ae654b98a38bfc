"""What the documentation says can be done: links lead somewhere, and every command line in it is understood."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from bot.cli.main import root
from bot.slack.text import Typed, parse
from handlers.kit.catalogue import Catalogue
from tests.rules.source import ROOT, files, text

LINK = re.compile(r"\]\(([^)\s#]*)(#[^)\s]+)?\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


CODE = re.compile(r"(`+).*?\1")


def links(page: Path) -> list[re.Match[str]]:
    """Find the links of a page, outside of code."""
    return list(LINK.finditer(CODE.sub("", text(page))))


def pictures() -> set[str]:
    """Name the pictures that the scenarios in a browser take."""
    taken = re.compile(r'picture\(page, "([\w-]+)"\)')
    scenarios = (ROOT / "tests" / "scenarios").glob("*_in_browser.py")
    return {f"{name}.png" for one in scenarios for name in taken.findall(one.read_text("utf-8"))}


def pages() -> list[Path]:
    return [path for path in files() if path.suffix == ".md" and path.parts[0] != "changes"]


def fenced(language: str) -> list[str]:
    """Give every line of the fenced blocks in this language, with its page in front."""
    return [
        f"{path}: {line}"
        for path in pages()
        for found in FENCE.finditer(text(path))
        if found[1] == language
        for line in found[2].splitlines()
    ]


def test_every_link_leads_somewhere() -> None:
    dead = [
        f"{path}: {found[0]}"
        for path in pages()
        for found in links(path)
        if "://" not in found[1] and not _leads(path, found[1] or path.name, found[2] or "")
    ]

    assert dead == []


def _leads(page: Path, target: str, anchor: str) -> bool:
    there = (ROOT / page.parent / target).resolve()
    if there.parent.name == "pictures":
        return there.name in pictures()
    if not there.exists():
        return False
    return not anchor or f'<a id="{anchor[1:]}"></a>' in there.read_text("utf-8")


def test_every_test_a_page_names_exists() -> None:
    named = [
        (page, found[1], found[2])
        for page in pages()
        for found in re.finditer(r"`(tests/[\w/]+\.py)::(\w+)`", text(page))
    ]

    assert named
    assert [one for one in named if f"def {one[2]}(" not in text(Path(one[1]))] == []


def test_every_decision_is_in_the_list_of_decisions() -> None:
    first, *others = sorted(page for page in pages() if page.parent.name == "decisions")
    listed = {match[1] for match in links(first)}

    assert {page.name for page in others} <= listed


def test_every_page_is_reachable_from_the_readme() -> None:
    waiting, seen = [Path("README.md")], set()
    while waiting:
        page = waiting.pop()
        seen.add(page)
        found = (page.parent / link[1] for link in links(page) if "://" not in link[1])
        there = {Path(*_normal(target)) for target in found}
        waiting += [one for one in there - seen if one.suffix == ".md" and one in pages()]

    assert sorted(str(page) for page in set(pages()) - seen) == []


def _normal(path: Path) -> list[str]:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return parts


def shell_lines() -> list[str]:
    found = (re.fullmatch(r"[^:]+: (?:\.venv/bin/)?trunkline (.*)", line) for line in fenced("sh"))
    return sorted({one[1].split("  #")[0] for one in found if one})


@pytest.mark.parametrize("line", shell_lines())
def test_every_command_line_in_the_docs_is_understood(line: str) -> None:
    command: click.Command = root(Catalogue.read())
    words, parent = shlex.split(line), None
    if "--help" in words:
        words.remove("--help")
    while isinstance(command, click.Group) and words:
        context = command.make_context(command.name, words, parent=parent, resilient_parsing=False)
        rest = [*getattr(context, "_protected_args", []), *context.args]
        _, command, words = command.resolve_command(context, rest)
        parent = context
    if words:
        command.make_context(command.name, words, parent=parent)

    assert command.name


def slack_lines() -> list[str]:
    found = (re.search(r"(?:^|\s)/([a-z]+ ?.*)$", line) for line in fenced("text"))
    return sorted({one[1].removeprefix("trunkline ") for one in found if one})


@pytest.mark.parametrize("line", slack_lines())
def test_every_slack_command_in_the_docs_is_understood(line: str) -> None:
    assert isinstance(parse(line, Catalogue.read()), Typed)

"""The generated files as a value, and how they compare with what lies in a tree."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.docs.commands import commands_page
from bot.docs.documents import document_pages
from bot.docs.environment import environment_page
from bot.docs.markdown import NOTICE
from bot.docs.permissions import permissions_page
from bot.docs.rules import rules_page
from bot.docs.slack import slack_page
from handlers.kit.catalogue import Catalogue
from handlers.kit.discovery import discover, index_text
from schemas.jsonschema import json_schema_files

INDEX = "handlers/kit/index.json"
OWNED = ("schemas/json", "docs/reference")
"""Folders in which everything is generated but ``BY_HAND``: another file that nothing generates is a leftover."""

BY_HAND = (
    "docs/reference/config-conflicts.md",
    "docs/reference/features.md",
    "docs/reference/figures.md",
    "docs/reference/resilience.md",
)

_FIRST_LINES = 12


def generated() -> Mapping[str, str]:
    """Give every generated file: path from the root of the source -> text."""
    catalogue = discover()
    schemas = {f"schemas/json/{name}": text for name, text in json_schema_files().items()}
    return {INDEX: index_text(catalogue.entries), **schemas, **reference(catalogue)}


def reference(catalogue: Catalogue) -> Mapping[str, str]:
    """Give the reference pages: path -> Markdown."""
    pages = {
        "index.md": _INDEX_PAGE,
        "commands.md": commands_page(catalogue),
        "permissions.md": permissions_page(catalogue),
        "rules.md": rules_page(),
        "environment.md": environment_page(),
        "slack.md": slack_page(catalogue),
        **document_pages(),
    }
    return {f"docs/reference/{name}": text for name, text in pages.items()}


_INDEX_PAGE = f"""{NOTICE}
# Reference

- [Commands](commands.md): every command, its arguments, who may run it.
- [Permissions](permissions.md): which role may run which command.
- [Documents](documents.md): every kind of file in a config repository, field by field.
- [Rules](rules.md): every rule that a document can break, by its id.
- [Environment](environment.md): every variable that the programs read.
- [Slack](slack.md): slash commands, shortcuts, events and scopes of the Slack app.

Kept by hand:

- [Settled conflicts](config-conflicts.md): what a field means where the sources of the trade disagree.
- [Features](features.md): what can be configured, by which command, in which file.
- [Figures](figures.md): what `script/bench` measured.
- [Resilience](resilience.md): what was tried to make the bot lose or double something; written by `script/bench faults`.
"""


def differences(root: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """Say for each file how the tree differs from ``files``; empty if it does not."""
    told = [
        _difference(
            path, (root / path).read_text("utf-8") if (root / path).is_file() else None, text
        )
        for path, text in sorted(files.items())
    ]
    left = [f"{path}: nothing generates this file any more" for path in leftovers(root, files)]
    return tuple(one for one in told if one) + tuple(left)


def _difference(path: str, found: str | None, wanted: str) -> str:
    if found is None:
        return f"{path}: is missing"
    if found == wanted:
        return ""
    lines = difflib.unified_diff(
        found.splitlines(), wanted.splitlines(), path, f"{path} (generated)", lineterm="", n=1
    )
    shown = list(lines)
    more = [f"... {len(shown) - _FIRST_LINES} more lines"] if len(shown) > _FIRST_LINES else []
    return "\n".join([f"{path}: differs; run script/docs", *shown[:_FIRST_LINES], *more])


def leftovers(root: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Name the files in generated folders that nothing generates."""
    for folder in OWNED:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and name not in files and name not in BY_HAND:
                yield name


def write(root: Path, files: Mapping[str, str]) -> None:
    """Make the tree hold exactly ``files``; one that is right already is not touched."""
    for name in list(leftovers(root, files)):
        (root / name).unlink()
    for name, text in files.items():
        path = root / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

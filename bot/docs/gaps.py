"""What has no description: everything at once, before a page is written."""

from __future__ import annotations

from collections.abc import Iterator

from bot.docs.documents import fields_of
from bot.docs.environment import unexplained
from bot.docs.rules import SET_TEXTS, all_rules
from bot.settings import VARIABLES
from engine.checks import SETS
from handlers.kit.catalogue import Catalogue
from handlers.kit.discovery import discover
from schemas.kinds import KINDS


def gaps() -> Iterator[str]:
    """Name every command, argument, kind, field, rule and variable that nothing describes."""
    yield from command_gaps(discover())
    yield from _document_gaps()
    yield from _rule_gaps()
    yield from (f"variable {one.name} has no meaning" for one in VARIABLES if not one.meaning)
    yield from (f"variable {name} is read but stands in no table" for name in unexplained())


def command_gaps(catalogue: Catalogue) -> Iterator[str]:
    """Name what is not described in these commands."""
    for entry in catalogue.entries:
        if not entry.help.endswith("."):
            yield f"command {entry.name}: the first line of its docstring is no sentence"
        if not entry.examples:
            yield f"command {entry.name} has no example"
        for argument in entry.arguments:
            if not argument.description:
                yield f"command {entry.name}: argument {argument.name} has no description"


def _document_gaps() -> Iterator[str]:
    for kind in KINDS:
        if not kind.model.__doc__:
            yield f"document {kind.name}: its model has no docstring"
        for row in fields_of(kind):
            if not row.field.description:
                yield f"document {kind.name}: field {row.path} has no description"
            if not row.group and not row.field.examples:
                yield f"document {kind.name}: field {row.path} has no example"


def _rule_gaps() -> Iterator[str]:
    yield from (f"set of rules {name} is not explained" for name in SETS if name not in SET_TEXTS)
    seen: set[str] = set()
    for rules in all_rules().values():
        for rule in rules:
            if not rule.says.endswith("."):
                yield f"rule {rule.id} has no sentence that says it"
            if rule.id in seen:
                yield f"rule {rule.id} is told by two places"
            seen.add(rule.id)

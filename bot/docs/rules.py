"""The page of rules: everything a document can break, by its stable id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.yamltext.rules import RULES as TEXT_RULES
from bot.docs.markdown import page, paragraphs, text
from engine.checks import checks
from engine.documents import RULES as PLACE_RULES
from engine.documents import misplaced
from engine.errors import Severity
from schemas.faults import RULES as FIELD_RULES

_WARNING = " (warning)."


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as people read it."""

    id: str
    says: str
    explains: str
    severity: Severity


def all_rules() -> dict[str, tuple[Rule, ...]]:
    """Give every rule, grouped: heading -> rules in the order of ids."""
    stray = misplaced("nowhere.yaml")
    places = stray.severity if stray else Severity.ERROR
    groups = {
        "Text of a file": (_text_rule(rule, says) for rule, says in TEXT_RULES.items()),
        "Place of a file": (Rule(rule, says, "", places) for rule, says in PLACE_RULES.items()),
        "Fields of a document": (
            Rule(rule, says, "", Severity.ERROR) for rule, says in FIELD_RULES.items()
        ),
        "Across fields and documents": _check_rules(),
    }
    return {
        heading: tuple(sorted(rules, key=lambda rule: rule.id)) for heading, rules in groups.items()
    }


def _text_rule(rule: str, says: str) -> Rule:
    if says.endswith(_WARNING):
        return Rule(rule, says.removesuffix(_WARNING) + ".", "", Severity.WARNING)
    return Rule(rule, says, "", Severity.ERROR)


def _check_rules() -> Iterator[Rule]:
    for check in checks():
        severity = getattr(check, "severity", Severity.ERROR)
        yield Rule(check.rule, check.says, check.explains, severity)


def rules_page() -> str:
    """Write the page of every rule; each rule's id is its anchor."""
    parts = [
        "# Rules",
        "Every problem names the rule that is broken, in square brackets at its end. An error stops a change; a "
        "warning is shown and does not. Ids are public and never used for another rule.",
    ]
    for heading, rules in all_rules().items():
        parts.append(f"## {heading}")
        parts += [_rule(rule) for rule in rules]
    return page(*parts)


def _rule(rule: Rule) -> str:
    return "\n\n".join(
        part
        for part in (
            f'<a id="{rule.id}"></a>\n\n### {rule.id}',
            f"{rule.severity.capitalize()}. {text(rule.says)}",
            paragraphs(rule.explains),
        )
        if part
    )

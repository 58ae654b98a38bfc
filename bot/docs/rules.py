"""The page of rules: everything a document can break, by its stable id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.yamltext.rules import RULES as TEXT_RULES
from bot.docs.markdown import page, paragraphs, text
from engine.checks import SETS, checks
from engine.documents import RULES as PLACE_RULES
from engine.errors import Severity
from engine.lints import lints
from engine.outcomes import RULES as OUTCOME_RULES
from engine.rate_table import RULES as RATE_RULES
from handlers.kit.tables import RULES as TABLE_RULES
from schemas.faults import RULES as FIELD_RULES

_WARNING = " (warning)."

SET_TEXTS = {
    "integrity": "Ids, names, references and files hang together. This set cannot be lowered as a whole.",
    "telephony": "Calls are recognised, routed and delivered as the files make one expect.",
    "money": "Currencies, prices and terms that decide what is charged.",
    "tidiness": "What does no harm now and misleads the next reader.",
}


LINTS = "Whole rate tables"
OUTCOMES = "What a change does to calls"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as people read it."""

    id: str
    says: str
    explains: str
    severity: Severity


def all_rules() -> dict[str, tuple[Rule, ...]]:
    """Give every rule, grouped: heading -> rules in the order of ids."""
    groups = {
        "Text of a file": (_text_rule(rule, says) for rule, says in TEXT_RULES.items()),
        "Place of a file": (_text_rule(rule, says) for rule, says in PLACE_RULES.items()),
        "Fields of a document": (
            Rule(rule, says, "", Severity.ERROR) for rule, says in FIELD_RULES.items()
        ),
        "Rate tables": (_text_rule(rule, says) for rule, says in RATE_RULES.items()),
        "Tables handed in": (_text_rule(rule, says) for rule, says in TABLE_RULES.items()),
        **{heading(name): _check_rules(name) for name in SETS},
        LINTS: (Rule(one.rule, one.says, one.explains, Severity.WARNING) for one in lints()),
        OUTCOMES: (_text_rule(rule, says) for rule, says in OUTCOME_RULES.items()),
    }
    return {
        title: tuple(sorted(rules, key=lambda rule: rule.id)) for title, rules in groups.items()
    }


def _text_rule(rule: str, says: str) -> Rule:
    if says.endswith(_WARNING):
        return Rule(rule, says.removesuffix(_WARNING) + ".", "", Severity.WARNING)
    return Rule(rule, says, "", Severity.ERROR)


def heading(name: str) -> str:
    """Give the heading of a set of checks."""
    return f"Across fields and documents: {name}"


def _check_rules(name: str) -> Iterator[Rule]:
    for check in checks():
        if check.set == name:
            yield Rule(check.rule, check.says, check.explains, check.severity)


def rules_page() -> str:
    """Write the page of every rule; each rule's id is its anchor."""
    parts = [
        "# Rules",
        "Every problem names the rule that is broken, in square brackets at its end. An error stops a change; a "
        "warning is shown and does not. Ids are public and never used for another rule.",
        "In `settings.yaml`, `checks.warn_only` has single rules told as warnings and `checks.sets_off` whole sets of "
        "those that span fields or documents.",
    ]
    explained = {heading(name): says for name, says in SET_TEXTS.items()} | {
        LINTS: "Found by `lint`; a plan tells of stale cards alone.",
        OUTCOMES: "Found by plans. `golden_calls: refuse` in `policy.yaml` stops such a change.",
    }
    for title, rules in all_rules().items():
        parts += [f"## {title}", explained.get(title, "")]
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

"""A Reply as plain text: for a terminal, and for a file where it does not fit elsewhere."""

from __future__ import annotations

import shlex
import unicodedata
from typing import assert_never

from bot.columns import in_lines
from engine.errors import Problem
from engine.plan import Action, Change, headed
from handlers.kit.catalogue import Catalogue
from handlers.kit.reply import (
    Actions,
    Block,
    Button,
    Card,
    Fields,
    File,
    Mark,
    PlanView,
    Problems,
    Reply,
    Steps,
    Table,
    Text,
    Tone,
    spoken,
)
from handlers.kit.wording import command_line, one_line, show

_SIGNS = {Action.ADDED: "+", Action.CHANGED: "~", Action.REMOVED: "-"}
_MARKS = {Tone.PLAIN: "", Tone.GOOD: "", Tone.WARNING: "! ", Tone.BAD: "!! "}
_STEP_SIGNS = {Mark.PASS: "\u2713", Mark.FAIL: "\u2717", Mark.SKIP: "\u2013"}
_WIDEST_CELL = 60
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def as_text(reply: Reply, catalogue: Catalogue) -> str:
    """Write a reply for people; nothing of it is left out."""
    reply = spoken(reply)
    parts = [reply.summary, *(_block(block, catalogue) for block in reply.blocks)]
    return _harmless("\n\n".join(part for part in parts if part))


def _harmless(text: str) -> str:
    """Drop what would control the terminal or turn the direction of the text."""
    return "".join(one for one in text if one == "\n" or not _controls(one))


def _controls(character: str) -> bool:
    return unicodedata.category(character) == "Cc" or character in _TURNING


def _block(block: Block, catalogue: Catalogue) -> str:
    match block:
        case Text(text, tone):
            return _MARKS[tone] + text
        case Fields():
            return _fields(block)
        case Table():
            return _table(block)
        case Steps():
            return _steps(block)
        case PlanView():
            return _plan(block, catalogue)
        case Problems(problems):
            return "\n".join(_problem(problem, catalogue) for problem in problems)
        case Card():
            return _card(block)
        case Actions(buttons):
            return _actions(buttons, catalogue)
        case File(name, title, content):
            return f"{title} ({name})\n{content}"
        case _:
            assert_never(block)


def _fields(fields: Fields) -> str:
    width = max((len(label) for label, _ in fields.pairs), default=0)
    rows = [f"  {label:<{width}}  {one_line(value)}".rstrip() for label, value in fields.pairs]
    return "\n".join([f"{fields.title}:", *rows] if fields.title else rows)


def _table(table: Table) -> str:
    notes = [table.note] if table.note else []
    return "\n".join([*in_lines(table, widest=_WIDEST_CELL), *notes])


def _steps(steps: Steps) -> str:
    width = max((len(step.name) for step in steps.steps), default=0)
    lines = [
        f"{_STEP_SIGNS[step.mark]} {step.name:<{width}}  {one_line(step.text)}"
        + (f"  ({step.where})" if step.where else "")
        for step in steps.steps
    ]
    return "\n".join([f"{steps.title}:", *lines] if steps.title else lines)


def _plan(plan: PlanView, catalogue: Catalogue) -> str:
    lines = [
        line
        for path, group in headed(plan.changes)
        for line in (*([f"  {path}:"] if path else []), *map(_change, group))
    ]
    findings = [_problem(finding, catalogue) for finding in plan.findings]
    reasons = [f"Why this is asked: {reason}" for reason in plan.reasons]
    return "\n".join(
        [f"{plan.title}:", *lines, *findings, *reasons, f"  digest {plan.digest[:12]}"]
    )


def _change(change: Change) -> str:
    sign = _SIGNS[change.action]
    if not change.field:
        return f"  {sign} {change.path}"
    if change.action is Action.CHANGED:
        return f"  {sign} {change.field}: {show(change.before)} -> {show(change.after)}"
    return f"  {sign} {change.field}: {show(change.after if change.action is Action.ADDED else change.before)}"


def _problem(problem: Problem, catalogue: Catalogue) -> str:
    entry = catalogue.get(problem.path)
    if entry is None:
        return str(problem)
    positional = problem.field in {argument.name for argument in entry.positionals}
    name = problem.field.upper() if positional else f"--{problem.field}"
    advice = f"; {problem.hint}" if problem.hint else ""
    return f"  {name}: {problem.message}{advice}"


def _card(card: Card) -> str:
    badges = "  ".join(f"{label}: {value}" for label, value, _ in card.badges)
    tabs = "  ".join(
        f"[{tab.label}]" if tab.args.get("tab") == card.active else tab.label for tab in card.tabs
    )
    return f"{card.title} · {card.subtitle}\n{badges}\n{tabs}"


def _actions(buttons: tuple[Button, ...], catalogue: Catalogue) -> str:
    return "\n".join(f"  {button.label}: {_typed(button, catalogue)}" for button in buttons)


def _typed(button: Button, catalogue: Catalogue) -> str:
    entry = catalogue.get(button.command)
    return f"trunkline {command_line(entry, button.args, quote=shlex.quote) if entry else button.command}"

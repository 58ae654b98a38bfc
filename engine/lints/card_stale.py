"""A card made of others says what its parents and profit rules make of it now.

After a parent, a rule or an exchange rate changes, the card goes on selling at the old prices until it is rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engine.calls.config import Config
from engine.errors import Problem, Refused, Severity
from engine.lints import View
from engine.rating.rebuild import Difference
from engine.rating.recipes import staleness
from engine.rating.terms import told

RULE = "card-stale"


def lint(view: View) -> Iterator[Problem]:
    """Name every built card that building would change."""
    for name in view.cards:
        problem = problem_of(view.config, name, view.moment)
        if problem is not None:
            yield problem


def problem_of(config: Config, name: str, moment: datetime) -> Problem | None:
    """Tell that one card is stale, or cannot be built; None if neither, or it is written by hand."""
    held = config.card(name)
    if held is None or not held[1].build.parents:
        return None
    message, hint = "", f"build it anew: rate rebuild {name}"
    try:
        found = staleness(config, name, moment)
        message = said(name, found) if found is not None else ""
    except Refused as refused:
        message, hint = f"{name} cannot be built: {refused.message}", refused.hint
    if not message:
        return None
    return config.book.problem(held[0], ("build",), RULE, message, hint, severity=Severity.WARNING)


def said(name: str, found: Difference) -> str:
    """Say by one example that a card is not what its parents make of it."""
    during = f" in the window {found.window}" if found.window else ""
    return (
        f"{name} is not what its parents make of it now: {found.prefix}{during} would be "
        f"{told(found.after)} instead of {told(found.before)}"
    )

"""Rules that hold whole rate tables against each other, one file each; too much work for every change.

A module has a docstring whose first line is the rule in one sentence, ``RULE`` (its stable id) and ``lint(view)`` that yields
every ``Problem``. All of them are warnings. ``lint`` runs them over the whole book; a plan runs none.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache, cached_property

from engine.calls.config import Config, rates_path
from engine.errors import Problem, Severity
from engine.rating.charge import rounded
from engine.rating.margins import Loss, Pair, pairs
from schemas.rate_card import Rounding


class View:
    """A config at an instant, and what several rules look at, worked out once."""

    def __init__(self, config: Config, moment: datetime, only: str = "") -> None:
        """Look at every card, or at ``only`` one."""
        self.config, self.moment, self.only = config, moment, only

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Customer cards with the provider cards behind them, compared at every number."""
        return tuple(pairs(self.config, self.moment, only=self.only))

    @property
    def cards(self) -> Collection[str]:
        """The cards to look at."""
        return (self.only,) if self.only else tuple(self.config.book.paths("rate-card"))

    def row_problem(
        self, card: str, line: int, prefix: str, rule: str, message: str, hint: str
    ) -> Problem:
        """Tell of something at a row of a card."""
        documents = self.config.book.documents
        path = documents.file_of(rates_path(self.config.book.path_of("rate-card", card)))
        return Problem(
            path=path,
            line=line,
            column=1,
            document=card,
            field=f"rates[{prefix}]",
            rule=rule,
            severity=Severity.WARNING,
            message=message,
            hint=hint,
        )


@dataclass(frozen=True, slots=True)
class Lint:
    """One discovered rule."""

    rule: str
    says: str
    explains: str
    run: Callable[[View], Iterator[Problem]]


@cache
def lints() -> tuple[Lint, ...]:
    """Every rule of this package, in the order of ids."""
    found = [_load(name) for _, name, _ in pkgutil.iter_modules(__path__)]
    return tuple(sorted(found, key=lambda lint: lint.rule))


def _load(name: str) -> Lint:
    module = importlib.import_module(f"{__name__}.{name}")
    says, _, explains = (module.__doc__ or "").partition("\n")
    return Lint(module.RULE, says.strip(), explains.strip(), module.lint)


def run_lints(view: View) -> tuple[Problem, ...]:
    """Run every rule; all problems, in reading order."""
    found = [problem for lint in lints() for problem in lint.run(view)]
    return tuple(sorted(found, key=lambda problem: problem.sort_key))


def losses_told(losses: Sequence[Loss], count: int, pair: Pair) -> str:
    """Say where cards lose money, the worst first: ``3 prefixes below what atlas asks: 4470 at 0.30 against ...``."""
    shown = "; ".join(_loss(loss, pair.currency) for loss in losses)
    several = f"{count:,} prefixes" if count > 1 else "one prefix"
    more = f"; and {count - len(losses):,} more" if count > len(losses) else ""
    return f"{several} below what {pair.buy} asks: {shown}{more}"


def _loss(loss: Loss, currency: str) -> str:
    seconds = " and ".join(f"{one} s" for one in loss.seconds)
    column = f" {loss.column}" if loss.column != "rate" else ""
    return f"{loss.prefix}{column} at {seconds}: {_amount(loss.earned)} against {_amount(loss.spent)} {currency}"


def _amount(value: Fraction) -> str:
    return f"{rounded(value, 6, Rounding.HALF_UP):f}".rstrip("0").rstrip(".")

"""Look the whole book through: everything validate tells, and rules that hold whole rate tables against each other.

Those are prices below what a provider asks, longer prefixes a provider charges more for, coarser billing units, and cards that
are no longer what their parents make of them. ``--at`` looks at another commit, or at prices that count later.
"""

from __future__ import annotations

from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, Field

from engine.checks import run_checks
from engine.errors import Problem, Severity
from engine.lints import View, run_lints
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Outcome, Problems, Reply
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role
from schemas.values import RateCardRef


class Args(BaseModel):
    """What to look at."""

    model_config = ConfigDict(extra="forbid")

    card: RateCardRef | None = Field(
        None,
        description="Only this rate card, and what stands behind it; not given: everything.",
        examples=["retail-usd"],
    )
    rule: str = Field("", description="Only findings of this rule.", examples=["sell-below-buy"])


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Collect what every rule finds."""
    book = services.book
    if args.card:
        book.path_of("rate-card", args.card)
    view = View(services.calls(book), services.moment or services.clock.now(), only=args.card or "")
    found: list[Problem] = list(run_lints(view))
    if not args.card:
        found += [*book.problems(), *run_checks(book)]
    found = sorted(
        (one for one in found if args.rule in ("", one.rule)), key=lambda one: one.sort_key
    )
    errors = sum(one.severity is Severity.ERROR for one in found)
    said = f"{plural(errors, 'error')}, {plural(len(found) - errors, 'warning')}."
    return Reply(
        said if found else "Nothing found.",
        (Problems(tuple(found)),) if found else (),
        outcome=Outcome.INVALID if errors else Outcome.DONE,
        values={"problems": [asdict(one) | {"severity": str(one.severity)} for one in found]},
    )


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("lint", "lint retail-usd", "lint --rule sell-below-buy"),
    positional=("card",),
    moment=True,
)

"""Check a config repository: every document, every rule, every problem at once.

Looks at the folder given, which may be a work tree with changes nobody has committed; without a folder, at the head
of the branch. Exit code 1 if there is an error; warnings alone are no error.
"""

from __future__ import annotations

from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, Field

from engine.book import Book
from engine.checks import run_checks
from engine.errors import Problem, Severity
from handlers.kit.catalogue import Effect, Surface
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Outcome, Problems, Reply
from handlers.kit.services import Services
from handlers.kit.wording import plural


class Args(BaseModel):
    """What to look at."""

    model_config = ConfigDict(extra="forbid")

    path: str = Field(
        "",
        description="A folder, or a file in one; the head of the branch if not given.",
        examples=["config"],
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Collect the problems of documents and of checks."""
    book = Book(services.open_folder(args.path)) if args.path else services.book
    problems = sorted((*book.problems(), *run_checks(book)), key=lambda problem: problem.sort_key)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    said = " and ".join(
        part
        for part in (
            plural(errors, "error") if errors else "",
            plural(warnings, "warning") if warnings else "",
        )
        if part
    )
    return Reply(
        said or f"{plural(_count(book), 'document')}, no problem.",
        (Problems(tuple(problems)),) if problems else (),
        outcome=Outcome.INVALID if errors else Outcome.DONE,
        values={"problems": [_value(problem) for problem in problems]},
    )


def _count(book: Book) -> int:
    return sum(path.endswith(".yaml") for path in book.documents.blobs())


def _value(problem: Problem) -> dict[str, object]:
    return asdict(problem) | {"severity": str(problem.severity)}


COMMAND = Command(
    role=None,
    effect=Effect.READ,
    examples=("validate", "validate config --json"),
    surfaces=frozenset({Surface.CLI}),
    book=False,
    positional=("path",),
)

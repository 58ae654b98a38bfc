"""Run the golden calls of the config: every one that is not as expected is told with what it is instead.

They stand in ``expectations/``. Exit code 1 if one fails. ``--at`` runs them on another commit or branch.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.calls.golden import Checked, check_all
from engine.calls.located import located
from engine.calls.model import Place
from handlers.kit.calls import answer_values
from handlers.kit.catalogue import Effect
from handlers.kit.command import Actor, Command
from handlers.kit.reply import Outcome, Reply, Table
from handlers.kit.services import Services
from handlers.kit.wording import plural
from schemas.operators import Role


class Args(BaseModel):
    """Which of them."""

    model_config = ConfigDict(extra="forbid")

    document: str = Field(
        "", description="Only those of this file, by its name.", examples=["ben-llc"]
    )


def run(args: Args, services: Services, actor: Actor) -> Reply:
    """Try the golden calls."""
    book = services.book
    if args.document:
        book.path_of("expectations", args.document)
    config = services.calls(book)
    tried = [
        one
        for one in check_all(config, services.moment or services.clock.now())
        if args.document in ("", one.document)
    ]
    failed = [one for one in tried if one.misses]
    said = f"{plural(len(tried), 'golden call')}, " + (
        f"{len(failed)} not as expected." if failed else "all as expected."
    )
    return Reply(
        said if tried else "There are no golden calls yet.",
        (_table(failed, services),) if failed else (),
        outcome=Outcome.INVALID if failed else Outcome.DONE,
        values={"calls": [_values(one, services) for one in tried]},
    )


def _table(failed: list[Checked], services: Services) -> Table:
    rows = tuple(
        (
            _where(one, services),
            miss.what.replace("_", " "),
            miss.expected,
            miss.found,
            one.golden.why or "",
        )
        for one in failed
        for miss in one.misses
    )
    return Table(("Golden call", "Value", "Expected", "Found", "What it guards"), rows)


def _where(one: Checked, services: Services) -> str:
    place = located(Place(one.path, one.at), services.book)
    return f"{one.document} {one.golden.id} ({place})"


def _values(one: Checked, services: Services) -> dict[str, Any]:
    place = located(Place(one.path, one.at), services.book)
    values: dict[str, Any] = {
        "document": one.document,
        "id": one.golden.id,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "as_expected": not one.misses,
        "misses": [asdict(miss) for miss in one.misses],
    }
    if one.misses:
        values["answer"] = answer_values(one.answer, services.book)
    return values


COMMAND = Command(
    role=Role.VIEWER,
    effect=Effect.READ,
    examples=("expect", "expect ben-llc", "expect --at main~1"),
    positional=("document",),
)

"""A rewrite or alias takes only groups that its pattern has.

$1 and its older form with a backslash are groups of what is replaced; any other would be dialled as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.book import Book
from engine.checks import Scope
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.groups import groups_in, unknown_groups
from engine.lookup import each
from engine.tabs import endpoints_of
from schemas.auth import Auth
from schemas.faults import quoted
from schemas.provider import Provider
from schemas.settings import Settings
from schemas.shared import Alias, Rewrite

RULE = "rewrite-group"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every rewrite of endpoints and providers, and every alias, that takes a group which does not exist."""
    for loaded, auth in each(book, scope, Auth):
        for at, record in endpoints_of(auth):
            yield from _odd(
                book, loaded.path, (*at, "numbers", "rewrites"), record.numbers.rewrites
            )
        yield from _odd(book, loaded.path, ("aliases",), auth.aliases)
    for loaded, provider in each(book, scope, Provider):
        yield from _odd(book, loaded.path, ("rewrites",), provider.rewrites)
    for loaded, settings in each(book, scope, Settings):
        yield from _odd(book, loaded.path, ("aliases",), settings.aliases)


def _odd(book: Book, path: str, at: Pointer, steps: Sequence[Rewrite | Alias]) -> Iterator[Problem]:
    for place, step in enumerate(steps):
        numbered, names = groups_in(step.current)
        for group in unknown_groups(step.new, numbered, names):
            yield book.problem(
                path,
                (*at, place, "new"),
                RULE,
                f"{quoted(step.new)} takes {group}, and {quoted(step.current)} has no such group",
                "put the part that is meant into parentheses in current",
            )

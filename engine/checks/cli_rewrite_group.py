"""A rewritten caller number takes only groups that its rule has.

$1, $2 are the groups of cli, $<name> is a named group of cli or p_asserted_id, $0 the whole number, and $<db> a number
of the database. Any other would be sent as it stands, or refused by the switch.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.groups import groups_in, unknown_groups
from engine.lookup import each
from schemas.cli import CLI, CLIRule
from schemas.faults import quoted

RULE = "cli-rewrite-group"
SEVERITY = Severity.ERROR
SET = "telephony"

REWRITES = ("rewrite_cli", "rewrite_p_asserted_id")


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every rewrite that takes a group which does not exist."""
    for loaded, cli in each(book, scope, CLI):
        for place, one in enumerate(cli.rules):
            for name in REWRITES:
                for group in unknown_groups(getattr(one, name) or "", _numbered(one), _names(one)):
                    yield book.problem(
                        loaded.path,
                        ("rules", place, name),
                        RULE,
                        f"{quoted(getattr(one, name))} takes {group}, and the rule {one.id} has no such group",
                        "add the database"
                        if group == "$<db>"
                        else "put the part that is meant into parentheses in cli",
                    )


def _numbered(one: CLIRule) -> int:
    return groups_in(one.cli)[0]


def _names(one: CLIRule) -> set[str]:
    database = {"db"} if one.database is not None else set()
    return {*groups_in(one.cli)[1], *groups_in(one.p_asserted_id)[1], *database}

"""Some caller number passes the CLI rules of a customer.

One rule is enough to refuse what fits none. Rules that only pass the customer's own numbers pass nothing while it has no
DID, or name a number that is none of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.consequences import cli_sources
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.cli import CLIRule, UseDID
from schemas.customer import Customer
from schemas.dids import DIDs
from schemas.voice import CallDirection, is_plain_line

RULE = "cli-blocks-all"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every customer of whose rules for calls out none can pass a call."""
    sources = cli_sources(CallDirection.TERMINATION)
    for loaded, customer in each(book, scope, Customer):
        rules = [source.item for source in sources(book, loaded.id, customer)]
        if rules and not _pass(rules, book, loaded.id):
            yield book.problem(
                loaded.path,
                (),
                RULE,
                f"none of the {len(rules)} CLI rules of {loaded.id} passes any number, so every call out is refused"
                if len(rules) > 1
                else f"the CLI rule {rules[0].id} of {loaded.id} passes no number, so every call out is refused",
                "assign a DID, or add a rule for the numbers it may show",
            )


def _pass(rules: list[CLIRule], book: Book, name: str) -> bool:
    dids = look_up(book, DIDs, name)
    own = {did.number for did in dids.dids} if dids is not None else set()
    return any(rule.forced or _passes(rule, own) for rule in rules)


def _passes(rule: CLIRule, own: set[str]) -> bool:
    if rule.use_did is not UseDID.FILTER:
        return True
    return bool(own) and (rule.cli is None or not is_plain_line(rule.cli) or rule.cli in own)

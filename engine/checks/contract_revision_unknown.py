"""A customer signs a revision that the contract has."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.contracts import Contract, ContractAssignments

RULE = "contract-revision-unknown"
SEVERITY = Severity.ERROR
SET = "integrity"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look every revision up that a customer is to sign."""
    for loaded, assignments in each(book, scope, ContractAssignments):
        for place, assignment in enumerate(assignments.contracts):
            contract = look_up(book, Contract, assignment.contract)
            if contract is None or assignment.revision is None:
                continue
            known = [revision.number for revision in contract.revisions]
            if assignment.revision not in known:
                yield book.problem(
                    loaded.path,
                    ("contracts", place, "revision"),
                    RULE,
                    f"{assignment.contract} has no revision {assignment.revision}",
                    f"write a number up to {max(known)}, or leave it out for the newest",
                )

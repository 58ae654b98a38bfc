"""A package is priced in the currency of the customer who has it.

A customer's balance is kept in one currency; a charge in another one could not be taken off it. Make a second package
in the other currency.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.customer import Customer
from schemas.dids import DIDs
from schemas.packages import Package, PackageAssignments

RULE = "package-currency"
SEVERITY = Severity.ERROR
SET = "money"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare the currency of every package a customer has, for itself or for a DID, with the customer's."""
    for path, owner, at, name in _uses(book, scope):
        customer, package = look_up(book, Customer, owner), look_up(book, Package, name)
        if customer and package and customer.currency != package.currency:
            yield book.problem(
                path,
                at,
                RULE,
                f"package {name} is priced in {package.currency}, but {owner} pays in "
                f"{customer.currency}",
                f"assign a package in {customer.currency}",
            )


def _uses(book: Book, scope: Scope) -> Iterator[tuple[str, str, Pointer, str]]:
    """Give every use of a package: path, customer, place and package."""
    for loaded, assignments in each(book, scope, PackageAssignments):
        for place, assignment in enumerate(assignments.packages):
            yield loaded.path, loaded.id, ("packages", place, "package"), assignment.package
    for loaded, numbers in each(book, scope, DIDs):
        for place, did in enumerate(numbers.dids):
            if did.package is not None:
                yield loaded.path, loaded.id, ("dids", place, "package"), did.package

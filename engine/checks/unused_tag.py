"""A tag that brings routes or CLI rules is carried by some customer.

A template for a tag that nobody carries does nothing; often one of the two is misspelt.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, owner_of, paths_in
from engine.errors import Problem, Severity
from engine.facts import Index

RULE = "unused-tag"
SEVERITY = Severity.WARNING
SET = "tidiness"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every document of a tag that no customer has."""
    for path in paths_in(book, scope, "tag-routing", "tag-cli"):
        tag = owner_of(path)
        if not any(book.documents.facts.find(Index.TAG, tag)):
            yield book.problem(
                path,
                (),
                RULE,
                f"no customer has the tag {tag}, so nothing here counts for anybody",
                "add the tag to the customers it is meant for, or remove the file",
            )

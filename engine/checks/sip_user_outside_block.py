"""The SIP users of a customer with an internal number block are numbers of that block.

Extensions outside could be dialled by nobody, or belong to the block of somebody else tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from engine.tabs import block_of
from schemas.auth import Auth
from schemas.customer import Customer
from schemas.faults import quoted

RULE = "sip-user-outside-block"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every user name that is no number of the customer's block."""
    for loaded, auth in each(book, scope, Auth):
        customer = look_up(book, Customer, loaded.id)
        block = block_of(book, customer) if customer else None
        if block is None:
            continue
        for place, user in enumerate(auth.users):
            name = user.username
            if not (name.isdecimal() and str(int(name)) == name and int(name) in block):
                yield book.problem(
                    loaded.path,
                    ("users", place, "username"),
                    RULE,
                    f"the user {quoted(name)} is outside the customer's block, {block.start} to {block.stop - 1}",
                    f'choose a number of the block, for example "{block.start + 1}"',
                )

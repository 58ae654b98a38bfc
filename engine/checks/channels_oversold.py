"""The SIP users of a customer have no more channels together than the account has.

The last ones to call would be refused for want of capacity, although each has channels left by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.errors import Problem, Severity
from engine.lookup import each, look_up
from schemas.auth import Auth
from schemas.customer import Customer

RULE = "channels-oversold"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Add up the channels of enabled users and hold them against the account's."""
    for loaded, auth in each(book, scope, Auth):
        customer = look_up(book, Customer, loaded.id)
        most = customer.limits.channels if customer else 0
        given = sum(user.channels for user in auth.users if user.enabled)
        if most and given > most:
            yield book.problem(
                loaded.path,
                ("users",),
                RULE,
                f"the users have {given} channels together, and the account has {most}",
                "give the users fewer, or raise limits.channels of the customer",
            )

"""An active customer keeps a route, or cannot call out any more.

A call that no route fits is refused. When the last enabled route goes, by hand or with a tag, that is every call.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope
from engine.consequences import losses, named, route_sources, were_last
from engine.errors import Problem, Severity
from schemas.customer import CustomerStatus

RULE = "route-last-gone"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every active customer that had routes before and has none now."""
    for (path, at), turned in losses(book, scope, "routing", route_sources).items():
        stopped = [turn for turn in turned if turn.now.status is CustomerStatus.ACTIVE]
        if stopped:
            routes = list(dict.fromkeys(one.item.id for one in stopped[0].had))
            yield book.problem(
                path,
                at,
                RULE,
                f"{were_last(routes, 'route')} of {named(stopped)}: every call out is refused from now on",
                "enable or add another route first; to stop all calls, suspend the customer",
            )

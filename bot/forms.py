"""A form: an operation whose arguments are still asked for, what it comes filled with, and how it becomes a request.

How a form looks is for the front end that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.books import Books
from bot.boundary import guarded
from bot.people import authorise, identity_of
from bot.sealing import Sealing
from engine.ports.clock import Clock
from engine.ports.operations import Operation, Operations, OperationState
from handlers.kit.catalogue import Catalogue, Entry
from handlers.kit.reply import Outcome, Reply
from handlers.kit.services import ServicesFor


class Forms:
    """Fills forms and takes them; safe for several threads and processes."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        books: Books,
        sealing: Sealing,
        services_for: ServicesFor,
        clock: Clock,
        open_operations: Callable[[], Operations],
    ) -> None:
        """Fill from ``books``; ``sealing`` comes before anything typed is stored."""
        self._catalogue = catalogue
        self._books = books
        self._sealing = sealing
        self._services_for = services_for
        self._clock = clock
        self._open_operations = open_operations

    def fill(
        self, entry: Entry, typed: Mapping[str, object], operation: Operation
    ) -> tuple[Reply | None, Mapping[str, object]]:
        """Give what a command's form comes filled with, and remember it; a reply says why there is no form."""
        filled: dict[str, object] = {}

        def look() -> Reply:
            opened = self._books.head()
            authorise(entry, identity_of(operation), opened.book)
            if entry.fills and all(argument.name in typed for argument in entry.required):
                fill_form = entry.load().fill  # type: ignore[attr-defined]
                filled.update(fill_form(self._services_for(lambda: opened.book, live=True), typed))
            return Reply("")

        reply = guarded(entry, identity_of(operation), look)
        if reply.outcome is not Outcome.DONE:
            return reply, {}
        self._open_operations().move(
            operation.id,
            expect=(OperationState.FORM,),
            to=OperationState.FORM,
            at=self._clock.now(),
            drawn={"filled": filled},
        )
        return None, {**filled, **typed}

    def submit(self, operation: Operation, args: Mapping[str, object]) -> Operation | None:
        """Turn a form into a request with these arguments; None if it was turned into one already.

        Raises:
            Invalid, Refused: a secret among the arguments cannot be taken.
        """
        entry = self._catalogue.get(operation.command)
        return self._open_operations().move(
            operation.id,
            expect=(OperationState.FORM,),
            to=OperationState.RECEIVED,
            at=self._clock.now(),
            args=self._sealing.sealed(entry, args) if entry else dict(args),
        )

"""A customer whose calls are recorded has an agreement to sign.

Recording without consent is forbidden in many places. Which agreement covers it only people know; with none at all
none does.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, documents
from engine.documents import Loaded
from engine.edits import Pointer
from engine.errors import Problem, Severity
from engine.lookup import look_up
from schemas.contracts import ContractAssignments
from schemas.routing import Routing

RULE = "recording-without-contract"
SEVERITY = Severity.WARNING
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Name every recorded route and number of a customer that has no agreement."""
    for loaded in documents(book, scope, "routing", "dids"):
        contracts = look_up(book, ContractAssignments, loaded.id)
        if contracts is not None and contracts.contracts:
            continue
        for at, percent in _recorded(loaded):
            yield book.problem(
                loaded.path,
                at,
                RULE,
                f"{percent} % of the calls are recorded, and {loaded.id} has no contract to sign",
                "add the agreement on recording to contracts.yaml of the customer",
            )


def _recorded(loaded: Loaded) -> Iterator[tuple[Pointer, int]]:
    model = loaded.model
    name = "routes" if isinstance(model, Routing) else "dids"
    for place, item in enumerate(getattr(model, name)):
        if item.enabled and item.media.recording_percent:
            at = (name, place, "media", "recording_percent")
            yield at, item.media.recording_percent

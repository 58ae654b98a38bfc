"""The id of a removed item does not come back for another thing.

Calls, charges and signatures of the past name the item by its id. When one change gives the id of a number, user,
person, package or contract to another one, the past of the first becomes the past of the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.book import Book
from engine.checks import Scope, documents
from engine.errors import Problem, Severity
from engine.tabs import held
from schemas.faults import quoted

RULE = "item-id-reused"
SEVERITY = Severity.ERROR
SET = "integrity"

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "dids": ("number",),
    "numbers": ("number",),
    "users": ("username",),
    "contacts": ("name", "email"),
    "packages": ("package",),
    "contracts": ("contract",),
}
"""List -> the fields that tell what an item is; it is another thing when all of them differ."""

KINDS = ("dids", "stock", "auth", "contacts", "packages", "contracts")


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Compare every item with what its id meant before."""
    before = scope.before
    if before is None:
        return
    for loaded in documents(book, scope, *KINDS):
        old = held(before, loaded.kind.name, loaded.id, loaded.kind.model)
        if old is None or loaded.model is None:
            continue
        for name, fields in MEANINGS.items():
            was = {item.id: item for item in getattr(old, name, ())}
            for place, item in enumerate(getattr(loaded.model, name, ())):
                first = was.get(item.id)
                if first and all(_differs(first, item, one, scope) for one in fields):
                    yield book.problem(
                        loaded.path,
                        (name, place, fields[0]),
                        RULE,
                        f"{item.id} was {quoted(getattr(first, fields[0]))} until now, and its past stays "
                        f"under this id; it cannot become {quoted(getattr(item, fields[0]))}",
                        "remove the old item and add the new one under an id of its own",
                    )


def _differs(first: object, item: object, field: str, scope: Scope) -> bool:
    """Whether a field means another thing; a document under its new id is the same thing."""
    old, new = getattr(first, field), getattr(item, field)
    return old != new and (field.removesuffix("s"), old, new) not in scope.renamed

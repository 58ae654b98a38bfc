"""Ways on from a call that was refused: the command that changes the line which decided, and who wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.calls.model import Answer, Outcome, Place
from handlers.kit.reply import Button

_ITEMS = {
    ("auth.yaml", "ip"): ("auth ip edit", "record"),
    ("auth.yaml", "users"): ("auth user edit", "user"),
    ("routing.yaml", "routes"): ("route edit", "route"),
    ("cli.yaml", "rules"): ("cli rule edit", "rule"),
    ("dids.yaml", "dids"): ("did edit", "did"),
}
"""File of a customer and list in it -> the command that changes an item, and what it calls the item."""


def ways_on(answer: Answer, book: Book) -> Iterator[Button]:
    """Give buttons for a refusal that a line of a customer's files decided, or that the lack of one did."""
    if answer.outcome is not Outcome.REFUSED or answer.refusal is None:
        return
    if answer.refusal.key in ("ip-unknown", "challenge") and answer.call.ip:
        yield Button("Add the address", "auth ip add", {"hosts": answer.call.ip}, form=True)
    place = answer.steps[-1].place
    folder, _, file = place.path.rpartition("/") if place is not None else ("", "", "")
    above, _, customer = folder.rpartition("/")
    if place is None or not (above == "customers" or above.startswith("customers/")):
        return
    if file == "customer.yaml":
        yield Button("Change the customer", "customer edit", {"customer": customer}, form=True)
        field = ".".join(map(str, place.at))
    else:
        item = _item(place, book)
        if not item:
            return
        command, name = _ITEMS[file, str(place.at[0])]
        args = {"customer": customer, name: item}
        yield Button(f"Change {name} {item}", command, args, form=True)
        field = ".".join(
            (file.removesuffix(".yaml"), str(place.at[0]), item, *map(str, place.at[2:]))
        )
    if place.at:
        yield Button("Who wrote it", "customer why", {"customer": customer, "field": field})


def _item(place: Place, book: Book) -> str:
    """Give the id of the item of a list that a place stands in."""
    file = place.path.rpartition("/")[2]
    if len(place.at) < 2 or (file, place.at[0]) not in _ITEMS:
        return ""
    items = getattr(book.documents.load(place.path).model, str(place.at[0]), ())
    at = int(place.at[1])
    return str(items[at].id) if at < len(items) else ""

"""A restart with everything remembered: from imports done to the first answer, and a re-check after one change.

Each round joins a new house over the same clone and index and asks for one customer's card. The peer of each size is
the carrier of 1,000 customers: the ratio is the growth. Targets: 150 ms at every size, 10 ms for the re-check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from adapters.yamltext import YamlText
from benchmarks.carriers import customer_id, kept_remote
from benchmarks.harness import Row, compare, take_turns
from bot.house import House
from bot.inbox import Request
from bot.people import Identity
from bot.settings import Settings
from bot.wiring import build_house
from engine.checks import run_checks, scope_of
from engine.draft import make_draft
from engine.edits import EditDocument, SetKey
from handlers.kit.reply import Outcome, Reply

SIZES = (1_000, 10_000, 100_000)
PEER = f"{SIZES[0]:,} customers"


def measure() -> Sequence[Row]:
    """Restart and re-check in turns over all sizes."""
    folders = {size: kept_remote(size) for size in SIZES}
    for folder in folders.values():
        ask(house_over(folder))  # brings the index up, which is not what is measured here
    return tuple(
        row
        for what, make, at_most_ms in (
            ("first answer", restart, 150.0),
            ("re-check of one change", recheck, 10.0),
        )
        for row in _rows(what, {size: make(folder) for size, folder in folders.items()}, at_most_ms)
    )


def _rows(what: str, variants: dict[int, Callable[[], object]], at_most_ms: float) -> Iterator[Row]:
    taken = take_turns({str(size): run for size, run in variants.items()}, rounds=15, budget_s=40)
    for size in variants:
        name = f"{what}, {size:,} customers"
        first = taken[str(SIZES[0])]
        yield compare(name, taken[str(size)], PEER, first, at_most_ms=at_most_ms)


def house_over(folder: Path) -> House:
    """Join a house as a starting process does."""
    return build_house(
        Settings(),
        repo=str((folder / "remote.git").absolute()),
        store=f"sqlite:///{(folder / 'store.db').absolute()}",
        state=folder / "state",
    )


def ask(house: House) -> Reply:
    """Ask for a card."""
    request = Request(
        command="customer show",
        args={"customer": customer_id(500)},
        identity=Identity("slack", "U0ADA001"),
        delivery="bench",
    )
    reply = house.dispatcher.answer(request)
    if reply.outcome is not Outcome.DONE:
        raise ValueError(reply.summary)
    return reply


def restart(folder: Path) -> Callable[[], object]:
    """Join a house and ask."""
    return lambda: ask(house_over(folder))


def recheck(folder: Path) -> Callable[[], object]:
    """Check again what a change of one file may break."""
    house = house_over(folder)
    book = house.books.head().book
    path = book.path_of("customer", customer_id(500))
    edit = EditDocument(path, (SetKey(("limits", "channels"), 4_321),))

    draft = make_draft(book, (edit,), YamlText())
    return lambda: run_checks(draft.after, scope_of(draft.before, draft.after, draft.files))

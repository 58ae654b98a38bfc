"""What in the config needs somebody: files that do not hold, findings of the checks, approvals, ends of grace.

Found once for a commit and a day, for it reads every document; everybody's tab shows the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from threading import Lock

from bot.slack.home import Need
from engine.book import Book
from engine.checks import run_checks
from engine.errors import Problem, Severity
from engine.ports import CommitId
from handlers.kit.reply import Button, Tone
from handlers.kit.wording import one_line, plural
from schemas.contracts import ContractAssignments
from schemas.customer import CustomerStatus

SOON = timedelta(days=30)
_SHOWN = 3


class Attention:
    """Remembers what was found at the newest commit somebody asked about."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: tuple[CommitId, date, tuple[Need, ...]] | None = None
        self._finding = Lock()

    def known(self, commit: CommitId, day: date) -> tuple[Need, ...] | None:
        """Give what was found; None if nobody has looked yet."""
        known = self._known
        return known[2] if known is not None and known[:2] == (commit, day) else None

    def find(self, book: Book, day: date) -> tuple[Need, ...]:
        """Look, unless somebody has: of several who ask at once one looks and the others wait."""
        with self._finding:
            known = self.known(book.commit, day)
            if known is None:
                known = tuple(needs_of(book, day))
                self._known = (book.commit, day, known)
            return known


def needs_of(book: Book, day: date) -> Iterator[Need]:
    """Tell what needs somebody, the worst first."""
    problems = sorted((*book.problems(), *run_checks(book)), key=lambda problem: problem.sort_key)
    yield from _substituted(book)
    yield from _findings(problems, Severity.ERROR, Tone.BAD)
    yield from _approvals(book)
    yield from _grace(book, day)
    yield from _findings(problems, Severity.WARNING, Tone.WARNING)


def _substituted(book: Book) -> Iterator[Need]:
    names = sorted(one.path for one in book.substitutes.values())
    if names:
        said = f"{', '.join(names[:_SHOWN])}{_more(names)}"
        yield Need(f"Served in the last version that held: {said}", Tone.BAD)


def _findings(problems: Sequence[Problem], severity: Severity, tone: Tone) -> Iterator[Need]:
    found = [one for one in problems if one.severity is severity]
    for one in found[:_SHOWN]:
        yield Need(f"{one.path}:{one.line} {one_line(one.message)} [{one.rule}]", tone, _card(one))
    if len(found) > _SHOWN:
        noun = "error" if severity is Severity.ERROR else "warning"
        yield Need(
            f"{plural(len(found) - _SHOWN, f'more {noun}')}; all of them: trunkline validate", tone
        )


def _card(problem: Problem) -> Button | None:
    """Lead to the card of the customer a finding is about."""
    if not problem.path.startswith("customers/") or not problem.document:
        return None
    return Button("Open", "customer show", {"customer": problem.document})


def _approvals(book: Book) -> Iterator[Need]:
    waiting = [
        name
        for name, customer in book.customers.items()
        if customer.status is CustomerStatus.PENDING_APPROVAL
    ]
    if len(waiting) == 1:
        yield Need(
            f"{waiting[0]} waits for approval",
            Tone.WARNING,
            Button("Open", "customer show", {"customer": waiting[0]}),
        )
    elif waiting:
        said = f"{', '.join(waiting[:_SHOWN])}{_more(waiting)}"
        yield Need(
            f"{plural(len(waiting), 'customer')} wait for approval: {said}",
            Tone.WARNING,
            Button("List", "customer list", {"status": "pending_approval"}),
        )


def _grace(book: Book, day: date) -> Iterator[Need]:
    """Tell of agreements whose days of grace end soon; who signed is not known yet, so it is not told."""
    ends = sorted(
        (one.grace_date, loaded.id, one.contract)
        for loaded in book.documents.every("contracts")
        if isinstance(loaded.model, ContractAssignments)
        for one in loaded.model.contracts
        if one.required and one.grace_date is not None
    )
    soon = [end for end in ends if day <= end[0] <= day + SOON]
    for end, customer, contract in soon[:_SHOWN]:
        yield Need(
            f"The grace of {customer} for {contract} ends on {end}; unsigned, no call passes after it",
            Tone.WARNING,
            Button("Open", "customer show", {"customer": customer, "tab": "contracts"}),
        )
    if len(soon) > _SHOWN:
        yield Need(f"{plural(len(soon) - _SHOWN, 'more agreement')} within {SOON.days} days")


def _more(names: Sequence[str]) -> str:
    left = len(names) - _SHOWN
    return f" and {left} more" if left > 0 else ""

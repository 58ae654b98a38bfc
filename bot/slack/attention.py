"""What in the config needs somebody: files that do not hold, findings of the checks, approvals, ends of grace.

Found once for everybody: all tabs show the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from threading import Lock

from bot.slack.home import Need
from engine.book import Book
from engine.checks import run_checks
from engine.errors import Problem, Severity
from engine.ports.repository import CommitId
from handlers.kit.reply import Button, Tone, sentence
from handlers.kit.wording import few, one_line, plural, when
from schemas.contracts import ContractAssignments
from schemas.customer import CustomerStatus

SOON = timedelta(days=30)
CHECKED_EVERY = timedelta(minutes=15)
_SHOWN = 3


class Attention:
    """Remembers what was found last; safe for several threads.

    What the documents say by themselves is found anew at every commit. The checks read everything and take seconds
    in a big carrier, so they run at most once in ``CHECKED_EVERY``; their findings say when.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._plain: tuple[CommitId, date, tuple[Need, ...]] | None = None
        self._checked: tuple[CommitId, datetime, tuple[Need, ...]] | None = None
        self._finding = Lock()

    def known(self, book: Book, now: datetime) -> tuple[Need, ...] | None:
        """Give what needs somebody, the worst first; None if the checks have to run for it."""
        checked = self._checked
        if checked is None:
            return None
        commit, at, findings = checked
        if commit != book.commit and now - at >= CHECKED_EVERY:
            return None
        plain = self._plain
        if plain is None or plain[:2] != (book.commit, now.date()):
            plain = self._plain = (book.commit, now.date(), tuple(_of_documents(book, now.date())))
        older = () if commit == book.commit else (Need(f"Checked at {when(at)}", Tone.PLAIN),)
        return (*plain[2], *findings, *older)

    def find(self, book: Book, now: datetime) -> tuple[Need, ...]:
        """Look, unless somebody has: of several who ask at once one looks and the others wait."""
        with self._finding:
            known = self.known(book, now)
            if known is not None:
                return known
            self._checked = (book.commit, now, tuple(_of_checks(book)))
            return self.known(book, now) or ()


def _of_documents(book: Book, day: date) -> Iterator[Need]:
    yield from _substituted(book)
    yield from _findings(tuple(book.problems()), Severity.ERROR, Tone.BAD)
    yield from _approvals(book)
    yield from _grace(book, day)


def _of_checks(book: Book) -> Iterator[Need]:
    problems = run_checks(book)
    yield from _findings(problems, Severity.ERROR, Tone.BAD)
    yield from _findings((*book.problems(), *problems), Severity.WARNING, Tone.WARNING)


def _substituted(book: Book) -> Iterator[Need]:
    names = sorted(one.path for one in book.substitutes.values())
    if names:
        said = few(names, _SHOWN)
        yield Need(f"Served in the last version that held: {said}", Tone.BAD)


def _findings(problems: Sequence[Problem], severity: Severity, tone: Tone) -> Iterator[Need]:
    """Tell the findings of each rule in one line, with the first of them as the example."""
    by_rule: dict[str, list[Problem]] = {}
    for one in sorted(problems, key=lambda problem: problem.sort_key):
        if one.severity is severity:
            by_rule.setdefault(one.rule, []).append(one)
    noun = "error" if severity is Severity.ERROR else "warning"
    for rule, found in by_rule.items():
        first = found[0]
        more = f"; {plural(len(found) - 1, f'more {noun}')} like it" if len(found) > 1 else ""
        said = sentence(f"{_about(first)}{one_line(first.message)}{more}")
        yield Need(f"{said}\n{first.path}:{first.line} {rule}", tone, _card(first))


def _about(problem: Problem) -> str:
    """Name the document of a finding, unless its message does."""
    known = not problem.document or problem.document in problem.message
    return "" if known else f"{problem.document}: "


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
        said = few(waiting, _SHOWN)
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

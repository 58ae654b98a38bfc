"""Rules that span fields or documents, one file each; discovered by walking this package.

A check module has a docstring whose first line is the rule in one sentence, ``RULE`` (its stable id), ``SEVERITY``,
``SET`` and ``check(book, scope)`` that yields every ``Problem``. A scope says which documents to look at: all of them,
or, for a change, those it touches and those that refer to them.

``SET`` names the set of rules a check belongs to; ``checks.sets_off`` of settings.yaml has the errors of a whole set told
as warnings, ``checks.warn_only`` those of single rules:

* ``integrity``: ids, names, references and files hang together. Cannot be lowered as a set.
* ``telephony``: calls are recognised, routed and delivered as the files make one expect.
* ``money``: currencies, prices and terms that decide what is charged.
* ``tidiness``: what does no harm now and misleads the next reader.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from engine.book import Book
from engine.document_facts import facts_of
from engine.documents import Loaded
from engine.errors import Invalid, Problem, Refused, Severity
from engine.facts import Held, Index
from engine.references import reference_index
from schemas.kinds import KINDS, kind_of
from schemas.settings import Settings

SETS = ("integrity", "telephony", "money", "tidiness")
"""Names of the sets of rules."""

_TEMPLATES = ("tag-routing", "tag-cli")


@dataclass(frozen=True, slots=True)
class Scope:
    """What to look at: the documents at ``paths`` (None: all), and the book from before the change, if there is one.

    ``renamed`` are the documents that got another id in the change: (kind, old id, new id).
    """

    paths: frozenset[str] | None = None
    before: Book | None = None
    renamed: tuple[tuple[str, str, str], ...] = ()

    def covers(self, path: str) -> bool:
        """Whether to look at the document at ``path``."""
        return self.paths is None or path in self.paths


WHOLE = Scope()
"""Look at everything."""


@dataclass(frozen=True, slots=True)
class Check:
    """One discovered check."""

    rule: str
    says: str
    explains: str
    severity: Severity
    set: str
    run: Callable[[Book, Scope], Iterator[Problem]]


@cache
def checks() -> tuple[Check, ...]:
    """Every check of this package, in the order of rule ids."""
    found = [_load(name) for _, name, _ in pkgutil.iter_modules(__path__)]
    return tuple(sorted(found, key=lambda check: check.rule))


def _load(name: str) -> Check:
    module = importlib.import_module(f"{__name__}.{name}")
    says, _, explains = (module.__doc__ or "").partition("\n")
    return Check(
        module.RULE, says.strip(), explains.strip(), module.SEVERITY, module.SET, module.check
    )


def run_checks(book: Book, scope: Scope = WHOLE) -> tuple[Problem, ...]:
    """Run every check; all problems, in reading order, each as grave as its rule is in this repository."""
    settings = settings_of(book)
    found = []
    for check in checks():
        severity = _severity(check, settings)
        for problem in check.run(book, scope):
            same = problem.severity is severity
            found.append(problem if same else replace(problem, severity=severity))
    return tuple(sorted(found, key=lambda problem: problem.sort_key))


def _severity(check: Check, settings: Settings | None) -> Severity:
    """Tell how grave a rule is here; without settings that hold nothing is lowered."""
    if settings is not None:
        levels = settings.checks
        if check.rule in levels.warn_only or check.set in levels.sets_off:
            return Severity.WARNING
    return check.severity


def settings_of(book: Book) -> Settings | None:
    """Give the carrier's settings, None if there are none or they do not hold."""
    try:
        return book.settings
    except (Invalid, Refused):
        return None


def scope_of(before: Book, after: Book, changed: Iterable[str]) -> Scope:
    """Give what a change of these paths may break.

    That is themselves, their folder's tabs, whoever refers to them, and where one of all these is the template of a tag,
    the customers that carry it; of a customer that drops a tag, the templates of that tag.
    """
    named = frozenset(changed)
    if any(_concerns_all(path) for path in named):
        return Scope(None, before)
    paths = set(named)
    for path in named:
        paths |= _siblings(after, path)
        for book in (before, after):
            paths |= {held.path for held in _referring(book, path)}
    for path in tuple(paths):
        for book in (before, after):
            paths |= _carriers(book, path)
    for path in named:
        paths |= _dropped_templates(before, after, path)
    return Scope(frozenset(paths), before)


def _concerns_all(path: str) -> bool:
    return path in ("settings.yaml", "operators.yaml", "policy.yaml")


def _siblings(book: Book, path: str) -> set[str]:
    """Give the other documents of the same customer or provider."""
    placed = kind_of(path)
    if placed is None or not placed[0].head:
        return set()
    tabs = (kind for kind in KINDS if kind.head == placed[0].head)
    found = (book.documents.path_of(kind.name, placed[1]) for kind in tabs)
    return {one for one in found if one is not None}


def _referring(book: Book, path: str) -> Iterator[Held]:
    placed = kind_of(path)
    if placed is None:
        return
    kind, name = placed
    yield from book.documents.facts.find(reference_index(kind.name), name)
    if kind.name == "customer":
        yield from book.documents.facts.find(Index.DID_TARGET, f"customer:{name}")


def _carriers(book: Book, path: str) -> set[str]:
    """Give every document of the customers for whom the template of a tag at ``path`` counts; nothing for others."""
    placed = kind_of(path)
    if placed is None or placed[0].name not in _TEMPLATES:
        return set()
    customers = {held.path for held in book.documents.facts.find(Index.TAG, placed[1])}
    return customers.union(*(_siblings(book, customer) for customer in customers))


def _dropped_templates(before: Book, after: Book, path: str) -> set[str]:
    """Give the templates of the tags that the customer at ``path`` no longer has."""
    dropped = _tags(before, path) - _tags(after, path)
    found = (after.documents.path_of(kind, tag) for tag in dropped for kind in _TEMPLATES)
    return {one for one in found if one is not None}


def _tags(book: Book, path: str) -> frozenset[str]:
    placed = kind_of(path)
    if placed is None or placed[0].name != "customer" or book.documents.blob(path) is None:
        return frozenset()
    return frozenset(getattr(book.documents.load(path).model, "tags", ()))


def documents(book: Book, scope: Scope, *kinds: str) -> Iterator[Loaded]:
    """Give the documents of these kinds that hold and are in scope, in the order of paths."""
    for path in paths_in(book, scope, *kinds):
        loaded = book.documents.load(path)
        if loaded.model is not None:
            yield loaded


def paths_in(book: Book, scope: Scope, *kinds: str) -> list[str]:
    """Give the paths of the documents of these kinds in scope, whether they hold or not, in order."""
    if scope.paths is None:
        return sorted(path for kind in kinds for path in book.paths(kind).values())
    placed = _by_kind(scope.paths)
    return sorted(
        path
        for kind in kinds
        for path in placed.get(kind, ())
        if book.documents.blob(path) is not None
    )


@lru_cache(maxsize=16)
def _by_kind(paths: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Sort paths by the kind that has its place there: every check asks, and looking paths up is most of its cost."""
    found: dict[str, list[str]] = {}
    for path in paths:
        placed = kind_of(path)
        if placed is not None:
            found.setdefault(placed[0].name, []).append(path)
    return {kind: tuple(some) for kind, some in found.items()}


def clashes(book: Book, scope: Scope, index: str) -> Iterator[tuple[Held, Held]]:
    """Give each holder of a value in scope that somebody else holds too, with the first other holder.

    Over the whole book, the first holder itself is not given: one of the two is enough to name.
    """
    facts = book.documents.facts
    if scope.paths is None:
        first: Held | None = None
        for held in facts.doubles(index):
            if first is not None and held.fact.value == first.fact.value:
                yield held, first
            else:
                first = held
        return
    for path in sorted(scope.paths):
        if kind_of(path) is None or book.documents.blob(path) is None:
            continue
        for fact in facts_of(book.documents.load(path)):
            if fact.index == index:
                own = Held(path, fact)
                others = [held for held in facts.find(index, fact.value) if held != own]
                if others:
                    yield own, others[0]


def owner_of(path: str) -> str:
    """Give the id of the document at a path: for a tab, that of its customer."""
    placed = kind_of(path)
    return placed[1] if placed else path


def duplicates(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Of (id, value) pairs, give each id whose value an earlier id has too, with that earlier id."""
    first: dict[str, str] = {}
    for name, value in pairs:
        if value in first:
            yield name, first[value]
        else:
            first[value] = name

"""The filter language of lists and of changes of many customers: ``status:active tag:retail currency:EUR nordic``.

Different keys narrow each other, several values of one key widen it; a dash in front leaves out. A word without a key
that names a status means it; any other is looked for everywhere in the customer's files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz import process

from engine.overlays import EffectiveStatus, Standing
from handlers.kit.search import find_customers
from handlers.kit.services import Services
from handlers.kit.standings import overlays_now, stands
from schemas.customer import Customer
from schemas.faults import fault, quoted


class StatusFilter(StrEnum):
    """Statuses to filter by; the last three are seen at run time, not in files."""

    ALL = "all"
    ACTIVE = "active"
    INACTIVE = "inactive"
    PENDING = "pending"
    PENDING_APPROVAL = "pending_approval"
    SUSPENDED = "suspended"
    DIALLING = "dialling"
    PENALTY = "penalty"


LIVE = frozenset({StatusFilter.DIALLING, StatusFilter.PENALTY})
"""Statuses nobody can be seen in yet."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A customer that was found, and how it stands."""

    id: str
    customer: Customer
    standing: Standing


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. ``key`` is empty for a word that is looked for anywhere."""

    key: str
    value: str
    wanted: bool = True

    def __str__(self) -> str:
        """The term as people type it."""
        return f"{'' if self.wanted else '-'}{self.key}{':' if self.key else ''}{self.value}"


_KEYS: Mapping[str, Callable[[Listed], Iterable[str | None]]] = {
    "status": lambda one: _statuses(one.standing),
    "tag": lambda one: map(str.casefold, one.customer.tags),
    "currency": lambda one: (one.customer.currency.casefold(),),
    "manager": lambda one: (one.customer.account_manager,),
    "reseller": lambda one: (one.customer.reseller,),
    "country": lambda one: ((one.customer.address.country or "").casefold(),),
    "id": lambda one: (one.id,),
}
"""Key -> the values of a customer, any of which fits."""


def _statuses(found: Standing) -> tuple[str, ...]:
    is_pending = found.status is EffectiveStatus.PENDING_APPROVAL
    return (StatusFilter.ALL, str(found.status), *((StatusFilter.PENDING,) if is_pending else ()))


def read_terms(text: str) -> tuple[Term, ...]:
    """Read a filter as people type it; an empty one has no terms and fits everybody."""
    return tuple(_term(word) for word in text.split())


def filter_word(value: object) -> object:
    """Check how a filter is written."""
    if isinstance(value, str):
        read_terms(value)
    return value


def _term(word: str) -> Term:
    bare = word.removeprefix("-")
    key, colon, value = bare.partition(":")
    wanted = bare == word
    if not colon:
        # Most files leave the status out, so that looking for the word in them would answer something else.
        is_status = bare.casefold() in tuple(StatusFilter)
        return Term("status", bare.casefold(), wanted) if is_status else Term("", bare, wanted)
    if key.casefold() not in _KEYS:
        near = process.extractOne(key.casefold(), list(_KEYS), score_cutoff=60)
        hint = f"did you mean {near[0]}:{value}?" if near else f"keys are {', '.join(_KEYS)}"
        raise fault("choice", f"{quoted(word)} filters by nothing known", hint)
    if key.casefold() == "status" and value not in tuple(StatusFilter):
        raise fault(
            "choice", f"{quoted(value)} is no status", f"statuses are {', '.join(StatusFilter)}"
        )
    if not value:
        raise fault("empty-value", f"{quoted(word)} names no value", f"write {key}:value")
    return Term(key.casefold(), value.casefold(), wanted)


def matching(terms: Iterable[Term], services: Services) -> Iterator[Listed]:
    """Give the customers that fit every key, in the order of ids; those whose files do not hold are left out."""
    laid = overlays_now(services)
    grouped = [tuple(group) for _, group in groupby(sorted(terms, key=_key), key=_key)]
    said = {
        term.value: {hit.customer for hit in find_customers(services.book, term.value)}
        for group in grouped
        for term in group
        if not term.key
    }
    for name, customer in services.book.customers.items():
        listed = Listed(name, customer, stands(name, customer.status, laid, services))
        if all(_fits(listed, group, said) for group in grouped):
            yield listed


def in_use(key: str, services: Services) -> list[str]:
    """Give the values of a key that some customer has, in order."""
    return sorted({one for listed in matching((), services) for one in _KEYS[key](listed) if one})


def _key(term: Term) -> tuple[str, bool, str]:
    """Words without a key, and what is left out, narrow each by itself."""
    alone = not term.key or not term.wanted
    return (term.key, term.wanted, term.value if alone else "")


def _fits(listed: Listed, group: tuple[Term, ...], said: Mapping[str, set[str]]) -> bool:
    first = group[0]
    if not first.key:
        return (listed.id in said[first.value]) is first.wanted
    values = set(_KEYS[first.key](listed))
    return any(term.value in values for term in group) is first.wanted

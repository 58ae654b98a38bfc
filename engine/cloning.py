"""A new customer made from another: what may be shared is copied, what belongs to one customer only stays behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.book import Book
from engine.documents import to_plain
from engine.edits import Plain
from engine.lookup import look_up
from engine.tabs import from_tags, held
from schemas.alerts import AREAS, Alerts, RecipientKind, recipient
from schemas.auth import Auth
from schemas.cli import CLI
from schemas.contacts import Contacts
from schemas.contracts import ContractAssignments
from schemas.customer import Customer, CustomerStatus
from schemas.dids import DIDs
from schemas.packages import Package, PackageAssignments
from schemas.rate_card import RateCard
from schemas.routing import Delivery, Route, Routing


@dataclass(frozen=True, slots=True)
class Clone:
    """The files of a new customer, kind -> content, and what was left out, in words."""

    files: Mapping[str, Mapping[str, Plain]]
    left_out: tuple[str, ...]


@dataclass(slots=True)
class _Work:
    """A clone being made. ``currency`` is the new one's, ``is_other`` whether amounts lose their meaning in it."""

    book: Book
    source: str
    customer: Customer
    currency: str
    today: date
    left_out: list[str]

    @property
    def is_other(self) -> bool:
        return self.currency != self.customer.currency

    def left(self, names: Sequence[str], noun: str, why: str = "") -> None:
        if names:
            self.left_out.append(f"{noun} {', '.join(names)}{f' ({why})' if why else ''}")


def clone(book: Book, source: str, name: str, currency: str | None, today: date) -> Clone:
    """Make a customer ``name`` after ``source``; without a ``currency`` it keeps that of the source.

    It waits for approval. Assignments of packages begin ``today`` if they began before.

    Raises:
        Refused: there is no such customer.
        Invalid: its document does not hold.
    """
    customer = book.customer(source)
    work = _Work(book, source, customer, currency or customer.currency, today, [])
    files: dict[str, Mapping[str, Plain]] = {"customer": _terms(work, name)}
    makers = {
        "auth": _auth,
        "routing": _routing,
        "cli": _cli,
        "packages": _packages,
        "alerts": _alerts,
        "contracts": _contracts,
    }
    for kind, make in makers.items():
        content = make(work)
        if any(content.values()):
            files[kind] = content
    _leave_people_and_numbers(work)
    return Clone(files, tuple(work.left_out))


_OWN: Mapping[tuple[str, str], str] = {
    ("billing", "paypal_email"): "PayPal e-mail",
    ("billing", "accounting_id"): "accounting id",
    ("internal_numbers", ""): "number block",
    ("address", ""): "postal address",
    ("profile", ""): "web site",
    ("notes", ""): "notes",
}
"""What of customer.yaml is about one company only: (group, field or all of it) -> its name."""

_AMOUNTS: Mapping[tuple[str, str], str] = {
    ("credit", ""): "credit limits",
    ("billing", "minimum_payment"): "minimum payment",
    ("billing", "topup_currencies"): "top-up currencies",
}
"""What is an amount or a choice of one currency."""


def _terms(work: _Work, name: str) -> Mapping[str, Plain]:
    plain: dict[str, Any] = to_plain(work.customer)
    plain |= {
        "name": name,
        "status": CustomerStatus.PENDING_APPROVAL.value,
        "currency": work.currency,
    }
    for (group, field), told in {**_OWN, **(_AMOUNTS if work.is_other else {})}.items():
        if _taken_out(plain, group, field):
            why = f"in {work.customer.currency}" if (group, field) in _AMOUNTS else ""
            work.left([told], "the", why)
    tags = [tag for tag in work.customer.tags if not _brings_other_prices(work, tag)]
    work.left(
        [tag for tag in work.customer.tags if tag not in tags],
        "tags",
        "their routes are priced in another currency",
    )
    if tags != list(work.customer.tags):
        plain["tags"] = tags
    return {key: value for key, value in plain.items() if value not in ([], {})}


def _taken_out(plain: dict[str, Any], group: str, field: str) -> bool:
    if not field:
        return bool(plain.pop(group, None))
    inner = plain.get(group)
    return isinstance(inner, dict) and bool(inner.pop(field, None))


def _brings_other_prices(work: _Work, tag: str) -> bool:
    carrying = work.customer.model_copy(update={"tags": (tag,)})
    brought = from_tags(work.book, carrying, "tag-routing", Routing)
    return any(_other_card(work, route) for _, routing in brought for route in routing.routes)


def _other_card(work: _Work, route: Route) -> bool:
    card = look_up(work.book, RateCard, route.rate_card) if route.rate_card else None
    return card is not None and card.currency != work.currency


def _auth(work: _Work) -> Mapping[str, Plain]:
    """Only aliases of dialled numbers may be shared: addresses and users say whose a call is."""
    auth = held(work.book, "auth", work.source, Auth)
    if auth is None:
        return {}
    work.left([record.id for record in auth.ip], "the IP records", "an address has one customer")
    work.left([user.username for user in auth.users], "the SIP users with their passwords")
    return {"aliases": to_plain(auth).get("aliases", [])}


def _routing(work: _Work) -> Mapping[str, Plain]:
    routing = held(work.book, "routing", work.source, Routing)
    if routing is None:
        return {}
    priced = [route.id for route in routing.routes if _other_card(work, route)]
    inside = [route.id for route in routing.routes if route.deliver_to is Delivery.EXTENSION]
    work.left(priced, "the routes", f"their cards are not in {work.currency}")
    work.left(inside, "the routes", "they lead to extensions of the source")
    kept = _items(to_plain(routing).get("routes"), without={*priced, *inside})
    if work.is_other and any(route.pop("price_limits", None) for route in kept):
        work.left_out.append(f"the price limits of the routes (in {work.customer.currency})")
    return {"routes": kept}


def _cli(work: _Work) -> Mapping[str, Plain]:
    cli = held(work.book, "cli", work.source, CLI)
    return to_plain(cli) if cli is not None else {}


def _packages(work: _Work) -> Mapping[str, Plain]:
    assigned = held(work.book, "packages", work.source, PackageAssignments)
    if assigned is None:
        return {}
    over = [one.id for one in assigned.packages if one.end is not None and one.end <= work.today]
    other = [one.id for one in assigned.packages if _other_package(work, one.package)]
    work.left(over, "the packages", "they are over")
    work.left(
        [name for name in other if name not in over],
        "the packages",
        f"they are not in {work.currency}",
    )
    kept = _items(to_plain(assigned).get("packages"), without={*over, *other})
    for item in kept:
        item["start"] = max(str(item["start"]), work.today.isoformat())
    return {"packages": kept}


def _other_package(work: _Work, name: str) -> bool:
    package = look_up(work.book, Package, name)
    return package is not None and package.currency != work.currency


def _alerts(work: _Work) -> Mapping[str, Plain]:
    alerts = held(work.book, "alerts", work.source, Alerts)
    if alerts is None:
        return {}
    amounts = [one.id for one in alerts.alerts if work.is_other and AREAS[one.area].unit == "money"]
    work.left(amounts, "the alerts", f"their thresholds are in {work.customer.currency}")
    plain: dict[str, Any] = to_plain(alerts)
    plain["alerts"] = list(_without_people(work, _items(plain.get("alerts"), without=set(amounts))))
    return plain if plain["alerts"] else {}


def _without_people(work: _Work, items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Take contacts of the source and single addresses out; an alert that tells nobody then stays behind."""
    emptied = []
    for item in items:
        told = [one for one in item["notify"] if recipient(one).kind in _SHARED]
        if told:
            yield item | {"notify": told}
        else:
            emptied.append(str(item["id"]))
    work.left(emptied, "the alerts", "they tell contacts of the source only")


_SHARED = frozenset({RecipientKind.SLACK, RecipientKind.OPERATOR, RecipientKind.VIA})
"""Recipients that mean somebody of the carrier: contacts and single addresses are those of the source."""


def _contracts(work: _Work) -> Mapping[str, Plain]:
    assigned = held(work.book, "contracts", work.source, ContractAssignments)
    if assigned is None:
        return {}
    kept = _items(to_plain(assigned).get("contracts"), without=set())
    past = [item for item in kept if str(item.get("grace_date", "9")) < work.today.isoformat()]
    for item in past:
        del item["grace_date"]
    work.left(
        [str(item["id"]) for item in past], "the grace dates of the contracts", "they are over"
    )
    return {"contracts": kept}


def _leave_people_and_numbers(work: _Work) -> None:
    contacts = held(work.book, "contacts", work.source, Contacts)
    work.left([one.id for one in contacts.contacts] if contacts else [], "the contacts")
    dids = held(work.book, "dids", work.source, DIDs)
    work.left([one.number for one in dids.dids] if dids else [], "the DIDs")


def _items(items: Any, *, without: set[str]) -> list[dict[str, Any]]:
    return [dict(item) for item in items or () if item["id"] not in without]

"""What a customer should have before its calls pass, and what of it is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.book import Book
from engine.tabs import from_tags, held
from schemas.auth import Auth
from schemas.contacts import Contacts
from schemas.contracts import ContractAssignments
from schemas.customer import Customer
from schemas.dids import DIDs
from schemas.routing import Routing


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the checklist: what is asked, what there is of it (empty: nothing), and how to get it."""

    name: str
    found: str
    remedy: str


def checklist(book: Book, name: str) -> tuple[Requirement, ...]:
    """Go through what an operator looks for before a new customer may call.

    Raises:
        Refused: there is no such customer.
        Invalid: its document does not hold.
    """
    return tuple(_requirements(book, name, book.customer(name)))


def _requirements(book: Book, name: str, customer: Customer) -> Iterator[Requirement]:
    contracts = held(book, "contracts", name, ContractAssignments)
    agreed = ", ".join(one.contract for one in contracts.contracts) if contracts else ""
    yield Requirement("contract", agreed, f"customer contract add {name} CONTRACT")
    inbound = "calls in by its DIDs" if receives(book, name) else ""
    auth = "an auth record" if has_auth(book, name) else inbound
    yield Requirement("auth", auth, f"auth ip add {name} ADDRESS, or auth user add {name}")
    route = "a route" if has_route(book, name, customer) else inbound
    yield Requirement("route", route, f"route add {name}, or a tag that brings routes")
    channels = customer.limits.channels
    limit = f"{channels} channels" if channels else ""
    yield Requirement("limit", limit, f"customer edit {name} --channels 30")
    contacts = held(book, "contacts", name, Contacts)
    people = ", ".join(one.name for one in contacts.contacts) if contacts else ""
    yield Requirement("contact", people, f'contact add {name} "Their Name" their@address')


def has_auth(book: Book, name: str) -> bool:
    """Whether any auth record of a customer is enabled, so that its calls can be recognised."""
    auth = held(book, "auth", name, Auth)
    return auth is not None and any(record.enabled for record in (*auth.ip, *auth.users))


def has_route(book: Book, name: str, customer: Customer) -> bool:
    """Whether any route counts for a customer, its own or one that a tag brings."""
    own = held(book, "routing", name, Routing)
    brought = (found for _, found in from_tags(book, customer, "tag-routing", Routing))
    every = (*((own,) if own else ()), *brought)
    return any(route.enabled for routing in every for route in routing.routes)


def receives(book: Book, name: str) -> bool:
    """Whether a customer has a DID that is enabled, so that calls come in."""
    dids = held(book, "dids", name, DIDs)
    return dids is not None and any(did.enabled for did in dids.dids)

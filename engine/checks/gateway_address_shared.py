"""An address from which calls come belongs to one provider, and to no customer without a tech prefix.

A call is known by where it comes from. From a shared address nobody could tell whose it is, and who pays. A company
that is both customer and provider at one address puts a tech prefix before the calls it sends as a customer.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, owner_of
from engine.document_facts import facts_of
from engine.documents import Loaded
from engine.errors import Problem, Severity
from engine.fact_keys import network_of
from engine.facts import Fact, Held, Index
from engine.lookup import each
from engine.overlaps import overlapping
from schemas.auth import Auth, IPRecord
from schemas.provider import Provider
from schemas.voice import Direction

RULE = "gateway-address-shared"
SEVERITY = Severity.ERROR
SET = "telephony"


def check(book: Book, scope: Scope) -> Iterator[Problem]:
    """Look at providers in scope against other providers, and against customers from both sides."""
    meets: dict[Held, Held] = {}
    for loaded, provider in each(book, scope, Provider):
        for fact in _facts(loaded, Index.PROVIDER_NETWORK):
            host = _written(provider, fact)
            yield from _between_providers(book, scope, Held(loaded.path, fact), host)
            for customer in _sharing(book, Index.NETWORK, host):
                meets.setdefault(customer, Held(loaded.path, fact))
    if scope.paths is not None:
        for loaded, auth in each(book, scope, Auth):
            for fact in _facts(loaded, Index.NETWORK):
                host = str(_value(auth, fact))
                for gateway in _sharing(book, Index.PROVIDER_NETWORK, host)[:1]:
                    meets.setdefault(Held(loaded.path, fact), gateway)
    for customer, gateway in meets.items():
        yield from _with_customer(book, customer, gateway)


def _facts(loaded: Loaded, index: Index) -> Iterator[Fact]:
    return (fact for fact in facts_of(loaded) if fact.index == index)


def _value(model: object, fact: Fact) -> object:
    """Follow the place of a fact into its document."""
    for step in fact.at:
        model = (
            model[step]
            if isinstance(model, tuple) and isinstance(step, int)
            else getattr(model, str(step))
        )
    return model


def _written(provider: Provider, fact: Fact) -> str:
    return str(_value(provider, fact))


def _sharing(book: Book, index: Index, host: str) -> tuple[Held, ...]:
    network = network_of(host)
    facts = book.documents.facts
    return tuple(facts.find(index, host)) if network is None else overlapping(facts, index, network)


def _between_providers(book: Book, scope: Scope, own: Held, host: str) -> Iterator[Problem]:
    for other in _sharing(book, Index.PROVIDER_NETWORK, host):
        # Of a pair that is both looked at, the later one is named.
        if other.path < own.path or (other.path != own.path and not scope.covers(other.path)):
            yield book.problem(
                own.path,
                own.fact.at,
                RULE,
                f"{host} shares addresses with a gateway of {owner_of(other.path)}, so nobody "
                "can tell whose calls come from there",
                "name the addresses of this provider alone",
            )
            return


def _with_customer(book: Book, customer: Held, gateway: Held) -> Iterator[Problem]:
    auth = book.documents.load(customer.path).model
    place = customer.fact.at[1]
    record: IPRecord | None = (
        auth.ip[place] if isinstance(auth, Auth) and isinstance(place, int) else None
    )
    if (
        record is not None
        and record.enabled
        and record.direction is not Direction.RECEIVES
        and not record.numbers.tech_prefix
    ):
        yield book.problem(
            customer.path,
            customer.fact.at,
            RULE,
            f"provider {owner_of(gateway.path)} calls from there too, so nobody can tell whose "
            "calls these are",
            "give the record a tech prefix, or use an address of its own",
        )

"""The config as the call path reads it: documents by id with their places, addresses by network, rates by card.

One such view stands for one commit and keeps what it looked up; threads may share it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Protocol, TypeAlias, TypeVar

from pydantic import BaseModel

from engine.book import Book
from engine.calls.model import Place
from engine.checks import owner_of
from engine.documents import Loaded, Table
from engine.edits import Pointer
from engine.fact_keys import network_key
from engine.facts import Held, Index
from engine.ports.repository import BlobId
from engine.rating.compiled import CompiledRates
from schemas.auth import Auth, IPRecord, SIPUser
from schemas.cli import CLI
from schemas.contracts import ContractAssignments
from schemas.customer import Customer
from schemas.dids import DID, DIDs
from schemas.fx import FX
from schemas.prefix_set import PrefixSet
from schemas.provider import Provider
from schemas.rate_card import RateCard
from schemas.routing import Route, Routing
from schemas.settings import Settings
from schemas.strategy import Strategy

Model = TypeVar("Model", bound=BaseModel)
Networks: TypeAlias = Mapping[tuple[int, int], Mapping[int, tuple[Held, ...]]]
"""(version, length), the narrowest first -> first address -> who has the network."""


class Rates(Protocol):
    """Compiled rate tables of one commit."""

    def of(self, card: str) -> CompiledRates | None:
        """Give the rates of a card, None if it has none that hold."""
        ...

    def stand_in(self, card: str) -> Table | None:
        """Give the table of a card if that is an older version, because the file does not hold; else None."""
        ...


class CompiledTables(Protocol):
    """Keeps rate tables compiled, by the blob they are of."""

    def compiled(self, blob: BlobId, read: Callable[[], bytes]) -> CompiledRates | None:
        """Give the compiled form of a blob; ``read`` gives its bytes if need be. None: the table does not hold."""
        ...


class BookRates:
    """Compiled rate tables of a book."""

    def __init__(self, book: Book, tables: CompiledTables) -> None:
        """Take the tables of ``book``, kept by ``tables``."""
        self._book = book
        self._tables = tables
        self._found: dict[str, tuple[Table, CompiledRates | None] | None] = {}

    def of(self, card: str) -> CompiledRates | None:
        """Give the rates of a card, None if it has none that hold."""
        found = self._table(card)
        return found[1] if found else None

    def stand_in(self, card: str) -> Table | None:
        """Give the table of a card if that is an older version, because the file does not hold; else None."""
        found = self._table(card)
        return found[0] if found and found[0].stands_in else None

    def _table(self, card: str) -> tuple[Table, CompiledRates | None] | None:
        if card not in self._found:
            documents = self._book.documents
            path = documents.path_of("rate-card", card)
            table = documents.table(rates_path(path)) if path else None
            compiled = self._tables.compiled(table.blob, table.read) if table else None
            self._found[card] = (table, compiled) if table else None
        return self._found[card]


class _ToldRates:
    """Rates that are noted in the book of a request where an older version of them is used."""

    def __init__(self, rates: Rates, book: Book) -> None:
        self._rates = rates
        self._book = book

    def of(self, card: str) -> CompiledRates | None:
        """Give the rates of a card, None if it has none that hold."""
        older = self.stand_in(card)
        if older is not None:
            self._book.substitutes[older.path] = older
        return self._rates.of(card)

    def stand_in(self, card: str) -> Table | None:
        """Give the table of a card if that is an older version."""
        return self._rates.stand_in(card)


def rates_path(card_path: str) -> str:
    """Give where the rows of a card stand: beside its header."""
    return card_path.rpartition("/")[0] + "/rates.csv"


@dataclass(frozen=True, slots=True)
class Sender:
    """An auth record that expects calls, and where it stands. ``at`` is its place in the list of its file."""

    customer: str
    path: str
    at: Pointer
    record: IPRecord | SIPUser

    def place(self, *more: str | int) -> Place:
        """Give the place of a field of the record."""
        return Place(self.path, (*self.at, *more))


@dataclass(frozen=True, slots=True)
class PlacedRoute:
    """A route and where it stands; ``tag`` is empty for a customer's own."""

    route: Route
    path: str
    at: Pointer
    tag: str

    def place(self, *more: str | int) -> Place:
        """Give the place of a field of the route."""
        return Place(self.path, (*self.at, *more))


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked up in the documents of one commit, for whoever asks next; threads may share it."""

    documents: dict[tuple[str, str], tuple[Loaded, BaseModel] | None] = field(default_factory=dict)
    networks: dict[str, Networks] = field(default_factory=dict)


class Config:
    """What the call path asks the config of one commit."""

    def __init__(self, book: Book, rates: Rates, seen: Seen | None = None) -> None:
        """Look at ``book``; nothing is read before it is asked for, and nothing twice that is ``seen``."""
        self.book = book
        self.rates: Rates = _ToldRates(rates, book)
        self._seen = seen or Seen()

    # --- documents ---------------------------------------------------------------------------------------------

    def found(self, kind: str, document: str, model: type[Model]) -> tuple[str, Model] | None:
        """Give a document that holds, with its path; None if there is none."""
        key = (kind, document)
        known = self._seen.documents
        if key not in known:
            known[key] = self._read(kind, document)
        held = known[key]
        if held is None or not isinstance(held[1], model):
            return None
        if held[0].stands_in is not None:
            self.book.substitutes[held[0].path] = held[0]
        return held[0].path, held[1]

    def _read(self, kind: str, document: str) -> tuple[Loaded, BaseModel] | None:
        path = self.book.documents.path_of(kind, document)
        loaded = self.book.documents.load(path) if path is not None else None
        return (loaded, loaded.model) if loaded is not None and loaded.model is not None else None

    def customer(self, name: str) -> tuple[str, Customer] | None:
        """Give a customer with its path."""
        return self.found("customer", name, Customer)

    def auth(self, customer: str) -> tuple[str, Auth] | None:
        """Give the auth records of a customer with their path."""
        return self.found("auth", customer, Auth)

    def dids(self, customer: str) -> tuple[str, DIDs] | None:
        """Give the DIDs of a customer with their path."""
        return self.found("dids", customer, DIDs)

    def contracts(self, customer: str) -> tuple[str, ContractAssignments] | None:
        """Give the agreements of a customer with their path."""
        return self.found("contracts", customer, ContractAssignments)

    def provider(self, name: str) -> tuple[str, Provider] | None:
        """Give a provider with its path."""
        return self.found("provider", name, Provider)

    def card(self, name: str) -> tuple[str, RateCard] | None:
        """Give the header of a rate card with its path."""
        return self.found("rate-card", name, RateCard)

    def strategy(self, name: str) -> tuple[str, Strategy] | None:
        """Give a strategy with its path."""
        return self.found("strategy", name, Strategy)

    def prefix_set(self, name: str) -> tuple[str, PrefixSet] | None:
        """Give a prefix set with its path."""
        return self.found("prefix-set", name, PrefixSet)

    @cached_property
    def settings(self) -> Settings:
        """The carrier's settings."""
        return self.book.settings

    @cached_property
    def settings_path(self) -> str:
        """Where the settings stand."""
        return "settings.yaml"

    @cached_property
    def global_lists(self) -> tuple[tuple[str, PrefixSet], ...]:
        """Every prefix set that counts for every customer, with its path."""
        named = (self.prefix_set(name) for name in self.book.paths("prefix-set"))
        return tuple(
            found
            for found in named
            if found
            and (
                found[1].everywhere.block_cli
                or found[1].everywhere.block_dialled
                or found[1].everywhere.allow_cli
            )
        )

    # --- routes and rules --------------------------------------------------------------------------------------

    def routes(self, name: str, customer: Customer) -> Iterator[PlacedRoute]:
        """Give the routes that count for a customer: its own, then those of its tags."""
        owners = (("routing", name, ""), *(("tag-routing", tag, tag) for tag in customer.tags))
        for kind, owner, tag in owners:
            held = self.found(kind, owner, Routing)
            for place, route in enumerate(held[1].routes if held else ()):
                if held:
                    yield PlacedRoute(route, held[0], ("routes", place), tag)

    def caller_rules(self, name: str, customer: Customer) -> Iterator[tuple[str, CLI]]:
        """Give the CLI rules that count for a customer: its own, then those of its tags, with their paths."""
        owners = (("cli", name), *(("tag-cli", tag) for tag in customer.tags))
        for kind, owner in owners:
            held = self.found(kind, owner, CLI)
            if held:
                yield held

    # --- who sends ---------------------------------------------------------------------------------------------

    def _networks(self, index: Index) -> Networks:
        known = self._seen.networks
        if index not in known:
            known[index] = _by_network(self.book.documents.facts.all(index))
        return known[index]

    def senders(self, ip: str) -> tuple[Sender, ...]:
        """Give every record of the narrowest network around an address that calls are expected from."""
        held = _narrowest(self._networks(Index.CALLER), ip)
        made = (self._sender(one) for one in held)
        return tuple(dict.fromkeys(one for one in made if one is not None))

    def _sender(self, held: Held) -> Sender | None:
        owner = owner_of(held.path)
        auth = self.auth(owner)
        if auth is None:
            return None
        place = int(held.fact.at[1])
        return Sender(owner, auth[0], ("ip", place), auth[1].ip[place])

    def shut_senders(self, ip: str) -> Iterator[Sender]:
        """Give records that name an address but expect no calls from it."""
        address = ipaddress.ip_network(ip)
        for held in self.book.documents.facts.find(Index.NETWORK, network_key(address)):
            sender = self._sender(held)
            if sender is not None:
                yield sender

    def user(self, username: str) -> Sender | None:
        """Give the SIP user of this name."""
        for held in self.book.documents.facts.find(Index.SIP_USER, username):
            owner = owner_of(held.path)
            auth = self.auth(owner)
            if auth is not None:
                place = int(held.fact.at[1])
                return Sender(owner, auth[0], ("users", place), auth[1].users[place])
        return None

    @cached_property
    def has_users(self) -> bool:
        """Whether anybody logs in by user and password."""
        return next(iter(self.book.documents.facts.all(Index.SIP_USER)), None) is not None

    def providers_at(self, ip: str) -> tuple[tuple[str, Place], ...]:
        """Give every provider whose calls come from an address, with the place that says so."""
        held = _narrowest(self._networks(Index.PROVIDER_NETWORK), ip)
        return tuple(
            dict.fromkeys((owner_of(one.path), Place(one.path, one.fact.at)) for one in held)
        )

    def did(self, number: str) -> tuple[str, Place, DID] | None:
        """Give the customer that a public number of ours is assigned to, its place, and the DID."""
        for held in self.book.documents.facts.find(Index.DID, number):
            owner = owner_of(held.path)
            dids = self.dids(owner)
            if dids is not None and held.path == dids[0]:
                place = int(held.fact.at[1])
                return owner, Place(held.path, ("dids", place)), dids[1].dids[place]
        return None

    # --- money -------------------------------------------------------------------------------------------------

    def exchange(self, money: str, into: str, at: datetime) -> tuple[Fraction, str] | None:
        """Give what one unit of a currency is in another at an instant, and in words which rates say so."""
        if money == into:
            return Fraction(1), ""
        table = self.found("fx", "fx", FX)
        return table[1].exchange(money, into, at) if table else None


def _by_network(every: Iterable[Held]) -> Networks:
    found: dict[tuple[int, int], dict[int, tuple[Held, ...]]] = {}
    for held in every:
        key = held.fact.value.partition("|")[0]
        version, colon, rest = key.partition(":")
        first, slash, length = rest.partition("/")
        if not (colon and slash and version in "46"):
            continue  # a host name
        level = found.setdefault((int(version), int(length)), {})
        level[int(first, 16)] = (*level.get(int(first, 16), ()), held)
    return dict(sorted(found.items(), key=lambda one: -one[0][1]))


def _narrowest(levels: Networks, ip: str) -> tuple[Held, ...]:
    address = ipaddress.ip_address(ip)
    number, bits = int(address), address.max_prefixlen
    for (version, length), level in levels.items():
        if version == address.version:
            held = level.get(number >> bits - length << bits - length)
            if held:
                return held
    return ()

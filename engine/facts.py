"""What a document says that others must be able to find: names, addresses, users, numbers, tags, references.

A fact is small and flat, so that whoever keeps documents can index facts without knowing what they mean.
"""

from __future__ import annotations

import ipaddress
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Protocol, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine.documents import Loaded
from engine.edits import Pointer
from schemas.base import Reference
from schemas.codes import CODE_KINDS
from schemas.voice import Direction

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Index(StrEnum):
    """What facts are about. References have one index for each kind they may name: ``ref:provider``."""

    NAME = "name"
    PAYPAL_EMAIL = "paypal-email"
    PORTAL_EMAIL = "portal-email"
    NETWORK = "network"
    SIP_USER = "sip-user"
    DID = "did"
    TECH_PREFIX = "tech-prefix"
    TAG = "tag"
    NUMBER_BLOCK = "number-block"
    PROVIDER_NETWORK = "provider-network"
    NUMBER_RANGE = "number-range"
    CALLER = "caller"
    DID_TARGET = "did-target"
    PROVIDER_NAME = "provider-name"
    CARD_NAME = "card-name"
    SHARED_ALERT_NAME = "shared-alert-name"


def reference_index(kind: str) -> str:
    """Name the index of references to a kind."""
    return f"ref:{kind}"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a document says; ``value`` is in the form in which it is compared, ``at`` where it stands."""

    index: str
    value: str
    at: Pointer


@dataclass(frozen=True, slots=True)
class Held:
    """A fact and the document that says it."""

    path: str
    fact: Fact


class Facts(Protocol):
    """Facts of all documents of one commit."""

    def find(self, index: str, value: str) -> Iterable[Held]:
        """Give every holder of a value, in the order of paths."""
        ...

    def span(self, index: str, low: str, high: str) -> Iterable[Held]:
        """Give every holder of a value from ``low`` to ``high``, both included, in the order of values."""
        ...

    def doubles(self, index: str) -> Iterable[Held]:
        """Give every holder of a value that has more than one, in the order of values and paths."""
        ...

    def all(self, index: str) -> Iterable[Held]:
        """Give every holder of any value, in the order of values and paths."""
        ...


def facts_of(loaded: Loaded) -> tuple[Fact, ...]:
    """Give what a document says; nothing if it does not hold."""
    if loaded.model is None:
        return ()
    own = _FACTS.get(loaded.kind.name)
    found = list(own(loaded.id, loaded.model)) if own else []
    return (*found, *references_of(loaded.model))


def folded(text: str) -> str:
    """Give the form in which names and addresses are compared: no case, no spaces."""
    return "".join(text.casefold().split())


def _customer(name: str, model: Any) -> Iterator[Fact]:
    yield Fact(Index.NAME, folded(model.name), ("name",))
    if model.billing.paypal_email:
        yield Fact(
            Index.PAYPAL_EMAIL, folded(model.billing.paypal_email), ("billing", "paypal_email")
        )
    for place, tag in enumerate(model.tags):
        yield Fact(Index.TAG, tag, ("tags", place))
    block = model.internal_numbers
    if block is not None and block.start:
        yield Fact(Index.NUMBER_BLOCK, number_key(block.start), ("internal_numbers", "start"))
        key = range_key(int(block.start), block.size or 0)
        yield Fact(Index.NUMBER_RANGE, key, ("internal_numbers", "start"))


def number_key(number: str) -> str:
    """Give the form in which internal numbers are ordered: as numbers, not as text."""
    return f"{int(number):015d}"


def range_key(start: int, size: int) -> str:
    """Give the form in which number blocks are ordered: magnitude of the size, first number, size.

    A size of 0 is the carrier's. In one magnitude all blocks that reach a number begin within one span of it.
    """
    return f"{len(str(size)) if size else 0}:{start:015d}/{size}"


def _contacts(name: str, model: Any) -> Iterator[Fact]:
    for place, contact in enumerate(model.contacts):
        yield Fact(Index.PORTAL_EMAIL, folded(contact.email), ("contacts", place, "email"))


def _auth(name: str, model: Any) -> Iterator[Fact]:
    for place, record in enumerate(model.ip):
        for spot, host in enumerate(record.hosts):
            network = network_of(host)
            if network is not None:
                yield Fact(Index.NETWORK, network_key(network), ("ip", place, "hosts", spot))
                if record.enabled and record.direction != "receives":
                    key = caller_key(
                        network, record.numbers.tech_prefix or "", cli=record.cli_authentication
                    )
                    yield Fact(Index.CALLER, key, ("ip", place, "hosts", spot))
        if record.numbers.tech_prefix:
            at = ("ip", place, "numbers", "tech_prefix")
            yield Fact(Index.TECH_PREFIX, record.numbers.tech_prefix, at)
    for place, user in enumerate(model.users):
        yield Fact(Index.SIP_USER, user.username, ("users", place, "username"))


def caller_key(network: Network, tech_prefix: str, *, cli: bool) -> str:
    """Give the form in which sending endpoints are ordered: network, then what else tells their calls apart."""
    return f"{network_key(network)}|{tech_prefix}|{'cli' if cli else ''}"


def _routing(name: str, model: Any) -> Iterator[Fact]:
    for place, route in enumerate(model.routes):
        if route.tech_prefix:
            yield Fact(Index.TECH_PREFIX, route.tech_prefix, ("routes", place, "tech_prefix"))


def _dids(name: str, model: Any) -> Iterator[Fact]:
    for place, did in enumerate(model.dids):
        yield Fact(Index.DID, did.number.removeprefix("+"), ("dids", place, "number"))
        for spot, target in enumerate(did.destinations):
            if target.startswith("customer:"):
                yield Fact(Index.DID_TARGET, target, ("dids", place, "destinations", spot))


def _stock(name: str, model: Any) -> Iterator[Fact]:
    for place, one in enumerate(model.numbers):
        yield Fact(Index.DID, one.number.removeprefix("+"), ("numbers", place, "number"))


def _provider(name: str, model: Any) -> Iterator[Fact]:
    yield Fact(Index.PROVIDER_NAME, folded(model.name), ("name",))
    for place, gateway in enumerate(model.gateways):
        if gateway.enabled and gateway.direction is not Direction.RECEIVES:
            yield _gateway(gateway.host, ("gateways", place, "host"))
            for spot, host in enumerate(gateway.networks):
                yield _gateway(host, ("gateways", place, "networks", spot))


def _gateway(host: str, at: Pointer) -> Fact:
    network = network_of(host)
    return Fact(Index.PROVIDER_NETWORK, host if network is None else network_key(network), at)


def _card(name: str, model: Any) -> Iterator[Fact]:
    yield Fact(Index.CARD_NAME, folded(model.name), ("name",))


def _shared_alerts(name: str, model: Any) -> Iterator[Fact]:
    for place, alert in enumerate(model.alerts):
        yield Fact(Index.SHARED_ALERT_NAME, folded(alert.name), ("alerts", place, "name"))


_FACTS: Mapping[str, Any] = {
    "customer": _customer,
    "contacts": _contacts,
    "auth": _auth,
    "routing": _routing,
    "dids": _dids,
    "stock": _stock,
    "provider": _provider,
    "rate-card": _card,
    "shared-alerts": _shared_alerts,
}


def network_of(host: str) -> Network | None:
    """Read an address or network; None for a host name."""
    try:
        return ipaddress.ip_network(host)
    except ValueError:
        return None


def network_key(network: Network) -> str:
    """Give the form in which networks are ordered: version, first address, length.

    All networks inside another lie between its own key and that of its last address.
    """
    width = 8 if network.version == 4 else 32
    return f"{network.version}:{int(network.network_address):0{width}x}/{network.prefixlen:03d}"


def network_span(network: Network) -> tuple[str, str]:
    """Give the lowest and highest key of networks that begin inside this one."""
    width = 8 if network.version == 4 else 32
    first, last = int(network.network_address), int(network.broadcast_address)
    return f"{network.version}:{first:0{width}x}/", f"{network.version}:{last:0{width}x}/~"


def wider_keys(network: Network) -> tuple[str, ...]:
    """Give the keys of every network that holds this one, itself left out, the narrowest first."""
    bits, width = network.max_prefixlen, network.max_prefixlen // 4
    first = int(network.network_address)
    return tuple(
        f"{network.version}:{first >> bits - length << bits - length:0{width}x}/{length:03d}"
        for length in range(network.prefixlen - 1, -1, -1)
    )


def references_of(model: BaseModel) -> Iterator[Fact]:
    """Give every reference a document makes to another document or operator."""
    yield from _references(model, ())


def _references(model: BaseModel, above: Pointer) -> Iterator[Fact]:
    for name, kind in _marked(type(model)):
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _references(value, (*above, name))
        elif isinstance(value, tuple):
            yield from _in_list(value, kind, (*above, name))
        elif kind and value is not None:
            yield Fact(reference_index(kind), str(value), (*above, name))


def _in_list(items: tuple[Any, ...], kind: str, above: Pointer) -> Iterator[Fact]:
    for place, item in enumerate(items):
        if isinstance(item, BaseModel):
            yield from _references(item, (*above, place))
        elif kind:
            yield Fact(reference_index(kind), str(item), (*above, place))


@cache
def _marked(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """List the fields that refer to something, or may hold something that does: (name, kind or empty)."""
    found = []
    for name, field in model.model_fields.items():
        kind = _reference_kind(field)
        if kind or any(_leads_on(part) for part in _models_in(field.annotation)):
            found.append((name, kind))
    return tuple(found)


def _leads_on(model: type[BaseModel]) -> bool:
    return bool(_marked(model))


def _reference_kind(field: FieldInfo) -> str:
    marks = [*field.metadata, *_marks(field.annotation)]
    kinds = [mark.kind for mark in marks if isinstance(mark, Reference)]
    return kinds[0] if kinds and kinds[0] not in CODE_KINDS else ""


def _marks(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__
    for part in get_args(annotation):
        yield from _marks(part)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


class CollectedFacts:
    """Facts of documents at hand, collected in one go."""

    def __init__(self, documents: Iterable[Loaded]) -> None:
        """Collect from ``documents``."""
        self._held: dict[str, dict[str, list[Held]]] = defaultdict(lambda: defaultdict(list))
        for loaded in documents:
            for fact in facts_of(loaded):
                self._held[fact.index][fact.value].append(Held(loaded.path, fact))
        self._sorted: dict[str, list[str]] = {}

    def find(self, index: str, value: str) -> Iterable[Held]:
        """Give every holder of a value."""
        return self._held[index].get(value, ()) if index in self._held else ()

    def span(self, index: str, low: str, high: str) -> Iterable[Held]:
        """Give every holder of a value in a span."""
        values = self._values(index)
        for value in values[bisect_left(values, low) : bisect_right(values, high)]:
            yield from self._held[index][value]

    def doubles(self, index: str) -> Iterable[Held]:
        """Give every holder of a value that has several."""
        for value in self._values(index):
            if len(self._held[index][value]) > 1:
                yield from self._held[index][value]

    def all(self, index: str) -> Iterable[Held]:
        """Give every holder."""
        for value in self._values(index):
            yield from self._held[index][value]

    def _values(self, index: str) -> list[str]:
        if index not in self._sorted:
            self._sorted[index] = sorted(self._held[index]) if index in self._held else []
        return self._sorted[index]


class LaidOverFacts:
    """Facts of documents of which a few are replaced."""

    def __init__(self, below: Facts, hidden: frozenset[str], above: Facts) -> None:
        """Take ``below`` without the documents at the paths ``hidden``, and ``above``."""
        self._below = below
        self._hidden = hidden
        self._above = above

    def find(self, index: str, value: str) -> Iterable[Held]:
        """Give every holder of a value."""
        return self._merged(self._below.find(index, value), self._above.find(index, value))

    def span(self, index: str, low: str, high: str) -> Iterable[Held]:
        """Give every holder of a value in a span."""
        return self._merged(self._below.span(index, low, high), self._above.span(index, low, high))

    def doubles(self, index: str) -> Iterable[Held]:
        """Give every holder of a value that has several."""
        counted: dict[str, list[Held]] = defaultdict(list)
        for held in self.all(index):
            counted[held.fact.value].append(held)
        return [
            held for value in sorted(counted) if len(counted[value]) > 1 for held in counted[value]
        ]

    def all(self, index: str) -> Iterable[Held]:
        """Give every holder."""
        return self._merged(self._below.all(index), self._above.all(index))

    def _merged(self, below: Iterable[Held], above: Iterable[Held]) -> list[Held]:
        kept = [held for held in below if held.path not in self._hidden]
        return sorted(
            [*kept, *above], key=lambda held: (held.fact.value, held.path, str(held.fact.at))
        )

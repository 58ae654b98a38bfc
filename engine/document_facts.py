"""The facts of a document, kind by kind: names, addresses, users, numbers, tags, references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.documents import Loaded
from engine.edits import Pointer
from engine.fact_keys import caller_key, folded, network_key, network_of, number_key, range_key
from engine.facts import Fact, Index
from engine.references import references_of
from schemas.voice import Direction


def facts_of(loaded: Loaded) -> tuple[Fact, ...]:
    """Give what a document says; nothing if it does not hold."""
    if loaded.model is None:
        return ()
    own = _FACTS.get(loaded.kind.name)
    found = list(own(loaded.id, loaded.model)) if own else []
    return (*found, *references_of(loaded.model))


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

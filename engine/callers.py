"""Addresses calls come from: which records of which customers cover the same ones, and what tells their calls apart."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from engine.book import Book
from engine.checks import Scope, documents
from engine.document_facts import facts_of
from engine.fact_keys import Network, network_span, wider_keys
from engine.facts import Held, Index
from schemas.network import WIDEST_V4, WIDEST_V6

_WIDEST = {4: WIDEST_V4, 6: WIDEST_V6}
"""Version -> length of the widest network that a file can name; nothing wider needs to be looked for."""


def callers(book: Book, scope: Scope) -> Iterator[Held]:
    """Give every address in scope that an enabled record expects calls from."""
    if scope.paths is None:
        yield from book.documents.facts.all(Index.CALLER)
        return
    for loaded in documents(book, scope, "auth"):
        for fact in facts_of(loaded):
            if fact.index == Index.CALLER:
                yield Held(loaded.path, fact)


def overlapping(book: Book, own: Held) -> Iterator[Held]:
    """Give every other such address of the carrier that has an address in common with this one."""
    facts, network = book.documents.facts, _network(own)
    yield from (one for one in facts.span(Index.CALLER, *network_span(network)) if one != own)
    own_start = network_span(network)[0]
    for key in wider_keys(network)[: -_WIDEST[network.version]]:
        if not key.startswith(own_start):  # those that begin with this one were in its span
            yield from facts.span(Index.CALLER, f"{key}|", f"{key}|~")


def told_apart(one: Held, other: Held) -> bool:
    """Whether calls of two records from a common address can be told apart without looking at the address."""
    _, prefix, cli = one.fact.value.split("|")
    _, other_prefix, other_cli = other.fact.value.split("|")
    different = bool(prefix) and bool(other_prefix) and prefix != other_prefix
    return different or (bool(cli) and bool(other_cli))


def told_apart_by(one: Held, other: Held) -> str:
    """Say what tells the calls of two records from a common address apart."""
    prefixes = {held.fact.value.split("|")[1] for held in (one, other)}
    return "tech prefixes" if len(prefixes) > 1 and all(prefixes) else "caller numbers"


def order(held: Held) -> tuple[str, str, str]:
    """Give the order of such addresses: of two in conflict, the later one is named."""
    return held.path, str(held.fact.at), held.fact.value


def host_of(held: Held) -> str:
    """Give the address or network as people write it."""
    network = _network(held)
    single = network.prefixlen == network.max_prefixlen
    return str(network.network_address if single else network)


def _network(held: Held) -> Network:
    version, _, rest = held.fact.value.partition("|")[0].partition(":")
    first, _, length = rest.partition("/")
    address: ipaddress.IPv4Address | ipaddress.IPv6Address = (
        ipaddress.IPv4Address(int(first, 16))
        if version == "4"
        else ipaddress.IPv6Address(int(first, 16))
    )
    return ipaddress.ip_network(f"{address}/{int(length)}")

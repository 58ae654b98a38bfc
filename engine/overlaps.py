"""Networks that share addresses, found by index: those inside a network, those around it, and itself."""

from __future__ import annotations

from engine.fact_keys import Network, network_span, wider_keys
from engine.facts import Facts, Held


def overlapping(facts: Facts, index: str, network: Network) -> tuple[Held, ...]:
    """Give every holder of a network that shares an address with this one."""
    inside = facts.span(index, *network_span(network))
    around = (held for key in wider_keys(network) for held in facts.find(index, key))
    return tuple(dict.fromkeys((*inside, *around)))

from __future__ import annotations

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from engine.fact_keys import network_of
from engine.facts import Index
from engine.overlaps import overlapping
from tests.engine.checks.carriers import book_of

# A small space, so that networks often meet; 203.0.113.0 stays the first of many lengths.
NETWORKS = st.builds(
    lambda last, length: str(ipaddress.ip_network((f"203.0.113.{last}", length), strict=False)),
    st.integers(0, 255),
    st.integers(24, 32),
)


@given(st.lists(NETWORKS, min_size=1, max_size=8, unique=True), NETWORKS)
def test_networks_that_share_an_address_are_found_each_once(hosts: list[str], asked: str) -> None:
    facts = book_of(
        {"customers/ben/auth.yaml": f"ip:\n  - {{id: pbx, hosts: {hosts}}}\n"}
    ).documents.facts
    network = network_of(asked)
    assert network is not None

    found = overlapping(facts, Index.NETWORK, network)

    places = sorted(int(held.fact.at[3]) for held in found)
    assert places == [
        place for place, host in enumerate(hosts) if ipaddress.ip_network(host).overlaps(network)
    ]

"""The forms in which values are compared and ordered."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.fact_keys import (
    Network,
    caller_key,
    folded,
    network_key,
    network_of,
    network_span,
    number_key,
    range_key,
    wider_keys,
)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks that often hold each other: few first bits, any length."""
    width, make = draw(st.sampled_from([(32, IPv4Network), (128, IPv6Network)]))
    length = draw(st.integers(0, width))
    first = draw(st.integers(0, 15)) << (width - 4) | draw(st.integers(0, 3))
    shift = width - length
    return make((first >> shift << shift, length))


def holds(outer: Network, inner: Network) -> bool:
    return outer.version == inner.version and (
        outer.network_address <= inner.network_address
        and inner.broadcast_address <= outer.broadcast_address
    )


@given(networks(), networks())
def test_the_span_of_a_network_has_exactly_the_networks_inside_it_and_those_as_wide_from_there(
    outer: Network, other: Network
) -> None:
    low, high = network_span(outer)
    inside = low <= network_key(other) <= high
    begins_inside = (
        other.version == outer.version
        and outer.network_address <= other.network_address <= outer.broadcast_address
    )

    assert inside is begins_inside
    if holds(outer, other):
        assert inside


@given(networks(), networks())
def test_the_wider_networks_are_those_that_hold_it(network: Network, other: Network) -> None:
    wider = wider_keys(network)

    assert (network_key(other) in wider) is (other != network and holds(other, network))
    assert len(wider) == network.prefixlen


@given(networks(), networks())
def test_two_networks_have_the_same_key_only_if_they_are_the_same(
    one: Network, other: Network
) -> None:
    assert (network_key(one) == network_key(other)) is (one == other)


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("203.0.113.7", "203.0.113.7/32"),
        ("203.0.113.0/24", "203.0.113.0/24"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("203.0.113.7/24", None),
        ("sip.example.net", None),
    ],
)
def test_an_address_is_a_network_of_one_and_a_name_is_none(host: str, found: str | None) -> None:
    network = network_of(host)

    assert (None if network is None else str(network)) == found


def test_callers_of_one_network_are_told_apart_and_stand_together() -> None:
    network = ip_network("203.0.113.0/24")
    keys = {caller_key(network, prefix, cli=cli) for prefix in ("", "77#") for cli in (True, False)}

    assert len(keys) == 4
    low, high = network_span(network)
    assert all(low <= key <= high for key in keys)


@pytest.mark.parametrize(
    ("one", "other"), [("Ben LLC", "ben  llc"), ("Straße", "STRASSE"), (" a b ", "AB")]
)
def test_names_are_compared_without_case_and_spaces(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.integers(0, 10**15 - 1), st.integers(0, 10**15 - 1))
def test_numbers_are_ordered_as_numbers(one: int, other: int) -> None:
    assert (number_key(str(one)) < number_key(str(other))) is (one < other)


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(1, 10**6))
def test_blocks_of_one_magnitude_are_ordered_by_their_first_number(
    one: int, other: int, size: int
) -> None:
    assert (range_key(one, size) < range_key(other, size)) is (one < other)


def test_blocks_of_the_carriers_size_stand_apart() -> None:
    assert range_key(1000, 0).startswith("0:")
    assert range_key(1000, 7).startswith("1:")
    assert range_key(1000, 100).startswith("3:")

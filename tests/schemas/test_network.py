from __future__ import annotations

import pytest

from schemas.network import EndpointHost, GatewayHost, IPAddress, Network, Secret
from tests.schemas.test_values import accepted, refused

ARMOURED = (
    "-----BEGIN AGE ENCRYPTED FILE-----\n"
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBleGFtcGxlCg==\n"
    "-----END AGE ENCRYPTED FILE-----\n"
)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7/32", "203.0.113.7"),
        ("203.0.113.8/29", "203.0.113.8/29"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("2001:db8::/32", "2001:db8::/32"),
    ],
)
def test_networks_are_kept_in_canonical_form(text: str, canonical: str) -> None:
    assert accepted(Network, text) == canonical


def test_a_network_with_host_bits_is_answered_with_both_meanings() -> None:
    assert refused(Network, "203.0.113.9/29")[1].endswith("write 203.0.113.8/29 or 203.0.113.9")


@pytest.mark.parametrize("text", ["0.0.0.0/0", "::/0", "128.0.0.0/1"])
def test_a_network_that_would_let_everybody_in_is_refused(text: str) -> None:
    assert refused(Network, text)[0] == "address-range"


@pytest.mark.parametrize(
    "text", ["203.0.113.256", "203.0.113", "010.0.0.1", "203.0.113.7/33", "x", "fe80::1%eth0/64"]
)
def test_other_texts_are_no_networks(text: str) -> None:
    assert refused(Network, text)[0] == "address"


def test_an_endpoint_is_an_address_a_network_or_a_host() -> None:
    assert accepted(EndpointHost, "PBX.example.com") == "pbx.example.com"
    assert accepted(EndpointHost, "203.0.113.8/29") == "203.0.113.8/29"
    assert refused(EndpointHost, "203.0.113.999")[0] == "address"
    assert refused(EndpointHost, "my pbx")[0] == "host"


def test_calls_are_sent_to_one_address_not_to_a_network() -> None:
    assert refused(GatewayHost, "203.0.113.8/29")[0] == "address"
    assert accepted(IPAddress, "2001:db8::1") == "2001:db8::1"


def test_a_secret_is_age_encrypted() -> None:
    assert accepted(Secret, ARMOURED) == ARMOURED


def test_a_secret_in_the_clear_is_refused_without_repeating_it() -> None:
    rule, told = refused(Secret, "hunter2")

    assert rule == "secret"
    assert "hunter2" not in told

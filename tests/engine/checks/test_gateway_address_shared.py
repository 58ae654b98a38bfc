from __future__ import annotations

import pytest

from engine.checks import gateway_address_shared
from tests.engine.checks.carriers import problems, told


def provider(name: str, gateway: str) -> dict[str, str]:
    return {
        f"providers/{name}/provider.yaml": (
            f"name: {name}\ncurrency: EUR\ngateways:\n  - {{id: a, {gateway}}}\n"
        )
    }


def customer(record: str) -> dict[str, str]:
    return {"customers/ben/auth.yaml": f"ip:\n  - {{id: pbx, {record}}}\n"}


ATLAS = provider("atlas", "host: 198.51.100.10, direction: sends")


@pytest.mark.parametrize(
    ("gateway", "place"),
    [
        ("host: 198.51.100.10", "4:13 gateways.0.host"),
        ("host: 192.0.2.1, networks: [198.51.100.0/28]", "4:41 gateways.0.networks.0"),
    ],
)
def test_two_providers_that_call_from_one_address_are_wrong(gateway: str, place: str) -> None:
    files = ATLAS | provider("borealis", gateway)

    assert told(gateway_address_shared, files) == [f"providers/borealis/provider.yaml:{place}"]


def test_a_shared_host_name_is_found_too() -> None:
    files = provider("atlas", "host: sip.example.org") | provider(
        "borealis", "host: sip.example.org"
    )

    assert told(gateway_address_shared, files) == [
        "providers/borealis/provider.yaml:4:13 gateways.0.host"
    ]


def test_a_provider_that_moves_to_the_address_of_another_is_named() -> None:
    moved = provider("atlas", "host: 198.51.100.26, direction: sends")
    other = provider("borealis", "host: 198.51.100.26")

    assert told(
        gateway_address_shared,
        moved | other,
        before=moved | provider("borealis", "host: 192.0.2.1"),
    ) == ["providers/borealis/provider.yaml:4:13 gateways.0.host"]
    assert told(gateway_address_shared, moved | other, before=ATLAS | other) == [
        "providers/atlas/provider.yaml:4:13 gateways.0.host"
    ]


def test_a_customer_at_the_address_of_a_provider_is_wrong_from_both_sides() -> None:
    files = ATLAS | customer("hosts: [198.51.100.0/24]")
    place = ["customers/ben/auth.yaml:2:23 ip.0.hosts.0"]

    assert told(gateway_address_shared, files) == place
    assert told(gateway_address_shared, files, before=ATLAS) == place
    assert told(gateway_address_shared, files, before=customer("hosts: [198.51.100.0/24]")) == place
    assert (
        "provider atlas calls from there too" in problems(gateway_address_shared, files)[0].message
    )


@pytest.mark.parametrize(
    "record",
    [
        'hosts: [198.51.100.10], numbers: {tech_prefix: "31#"}',
        "hosts: [198.51.100.10], direction: receives",
        "hosts: [198.51.100.10], enabled: false",
        "hosts: [198.51.100.11]",
    ],
)
def test_a_customer_who_can_be_told_apart_is_right(record: str) -> None:
    assert told(gateway_address_shared, ATLAS | customer(record)) == []


def test_gateways_that_only_take_calls_may_share_an_address() -> None:
    files = ATLAS | provider("borealis", "host: 198.51.100.10, direction: receives")

    assert told(gateway_address_shared, files) == []

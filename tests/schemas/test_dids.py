from __future__ import annotations

import pytest

from schemas.dids import (
    DeadCallCheck,
    Destination,
    DestinationKind,
    DestinationText,
    DIDs,
    Pick,
    destination,
)
from tests.schemas.reading import document, faults
from tests.schemas.test_values import refused

MINIMAL = 'dids:\n  - id: main\n    number: "442079460100"\n    provider: thames\n    provider_card: thames-did\n'


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1001@sip.example.com", "sip", "1001@sip.example.com"),
        ("sip:1001@sip.example.com:5080", "sip", "1001@sip.example.com:5080"),
        ("1001@203.0.113.7", "sip", "1001@203.0.113.7"),
        ("external:9#447700900123", "external", "9#447700900123"),
        ("extension:1001", "extension", "1001"),
        ("customer:ben-llc", "customer", "ben-llc"),
        ("script:ivr", "script", "ivr"),
        ("test", "test", ""),
    ],
)
def test_calls_go_to_addresses_numbers_users_customers_and_scripts(
    text: str, kind: str, value: str
) -> None:
    assert destination(text) == Destination(DestinationKind(kind), value)


@pytest.mark.parametrize(
    "text", ["1001", "external:+44", "extension:", "1001@host:99999", "a b@example.com", "x:y"]
)
def test_other_texts_are_no_destinations(text: str) -> None:
    assert refused(DestinationText, text)[0] in {"destination", "host"}


def test_a_number_needs_a_provider_and_its_card() -> None:
    found = faults(DIDs, 'dids: [{id: main, number: "442079460100"}]')

    assert [fault.pointer[-1] for fault in found] == ["provider", "provider_card"]


def test_a_number_takes_calls_for_an_hour_unless_said_otherwise() -> None:
    did = document(DIDs, MINIMAL).dids[0]

    assert did.max_duration_s == 3600
    assert did.media.timeout == (DeadCallCheck.SIP_PING, DeadCallCheck.RTP_PROXY)
    assert did.enabled is True
    assert did.pick is Pick.IN_ORDER


def test_at_most_three_destinations_are_tried() -> None:
    (fault,) = faults(DIDs, MINIMAL + "    destinations: [test, test, test, test]\n")

    assert (fault.rule, fault.pointer) == ("list-length", ("dids", 0, "destinations"))


def test_c20_monthly_prices_and_a_package_are_both_fields() -> None:
    did = document(
        DIDs, MINIMAL + '    cost: "0.40"\n    retail: "1.50"\n    package: did-uk\n'
    ).dids[0]

    assert (str(did.cost), str(did.retail), did.package) == ("0.40", "1.50", "did-uk")


def test_the_number_stands_in_quotes() -> None:
    found = faults(DIDs, MINIMAL.replace('"', ""))

    assert [fault.rule for fault in found] == ["plain-identifier"]

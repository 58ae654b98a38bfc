from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "transport-port"


def test_tls_on_the_port_of_udp_is_told() -> None:
    files = {BEN + "auth.yaml": "ip: [{id: a, hosts: [192.0.2.1], transport: tls, port: 5060}]"}

    tells(
        RULE,
        files,
        BEN + "auth.yaml",
        "ip.0.port",
        "TLS on port 5060: the other side expects UDP or TCP there",
        "write 5061",
    )


def test_a_gateway_with_udp_on_the_port_of_tls_is_told() -> None:
    text = "name: A\ncurrency: EUR\ngateways: [{id: a, host: 192.0.2.1, port: 5061}]"
    path = "providers/a/provider.yaml"

    tells(
        RULE, {path: text}, path, "gateways.0.port", "UDP on port 5061", "expects TLS", "write 5060"
    )


def test_usual_ports_and_ports_of_their_own_are_fine() -> None:
    text = "ip: [{id: a, hosts: [192.0.2.1], transport: tls, port: 5061}, {id: b, hosts: [192.0.2.2], port: 5080}]"

    assert is_quiet(RULE, {BEN + "auth.yaml": text})

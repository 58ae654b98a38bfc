from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "overlapping-networks"


def test_a_network_inside_another_is_told() -> None:
    files = {
        BEN + "auth.yaml": "ip: [{id: a, hosts: [192.0.2.0/24]}, {id: b, hosts: [192.0.2.8/29]}]"
    }

    tells(RULE, files, BEN + "auth.yaml", "ip.1.hosts.0", "192.0.2.8/29", "192.0.2.0/24 of ip.0")


def test_one_record_that_sends_and_one_that_receives_may_share_an_address() -> None:
    text = "ip: [{id: a, hosts: [192.0.2.1]}, {id: b, hosts: [192.0.2.1], direction: receives}]"

    assert is_quiet(RULE, {BEN + "auth.yaml": text})


def test_records_with_tech_prefixes_of_their_own_are_fine() -> None:
    text = (
        'ip: [{id: a, hosts: [192.0.2.1], numbers: {tech_prefix: "1#"}},'
        ' {id: b, hosts: [192.0.2.1], numbers: {tech_prefix: "2#"}}]'
    )

    assert is_quiet(RULE, {BEN + "auth.yaml": text})

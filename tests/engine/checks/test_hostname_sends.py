from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "hostname-sends"


@pytest.mark.parametrize("direction", ["sends", "both"])
def test_a_host_name_that_sends_is_told(direction: str) -> None:
    text = f"ip: [{{id: a, hosts: [192.0.2.1, pbx.example.com], direction: {direction}}}]"

    tells(RULE, {BEN + "auth.yaml": text}, BEN + "auth.yaml", "ip.0.hosts.1", "pbx.example.com")


def test_a_host_name_that_receives_is_fine() -> None:
    text = "ip: [{id: a, hosts: [pbx.example.com], direction: receives}]"

    assert is_quiet(RULE, {BEN + "auth.yaml": text})

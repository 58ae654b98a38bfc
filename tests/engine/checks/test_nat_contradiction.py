from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "nat-contradiction"


def test_both_at_once_are_told() -> None:
    text = "ip: [{id: a, hosts: [192.0.2.1], nat: {force: true, disable: true}}]"

    tells(RULE, {BEN + "auth.yaml": text}, BEN + "auth.yaml", "ip.0.nat.disable", "nat.force")


def test_one_of_them_is_fine() -> None:
    text = "ip: [{id: a, hosts: [192.0.2.1], nat: {force: true, disable: false}}]"

    assert is_quiet(RULE, {BEN + "auth.yaml": text})

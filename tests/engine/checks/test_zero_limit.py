from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "zero-limit"


def test_zero_channels_are_told_to_be_unlimited() -> None:
    files = {BEN + "customer.yaml": a_customer("limits: {channels: 0, cps: 5}")}

    tells(RULE, files, BEN + "customer.yaml", "limits.channels", "no limit")


def test_zero_in_a_list_of_records_is_told_in_its_place() -> None:
    files = {BEN + "auth.yaml": "users: [{id: a, username: a}, {id: b, username: b, cps: 0}]"}

    tells(RULE, files, BEN + "auth.yaml", "users.1.cps", "no limit")


def test_a_limit_left_out_is_fine() -> None:
    assert is_quiet(RULE, {BEN + "auth.yaml": "users: [{id: a, username: a, channels: 2}]"})

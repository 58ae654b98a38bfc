from __future__ import annotations

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "channels-oversold"

USERS = {
    BEN
    + "auth.yaml": "users: [{id: a, username: a, channels: 6}, {id: b, username: b, channels: 5}]"
}


def test_more_channels_than_the_account_has_are_told() -> None:
    files = USERS | {BEN + "customer.yaml": a_customer("limits: {channels: 10}")}

    tells(RULE, files, BEN + "auth.yaml", "users", "11 channels", "has 10")


def test_as_many_as_the_account_has_are_fine() -> None:
    assert is_quiet(RULE, USERS | {BEN + "customer.yaml": a_customer("limits: {channels: 11}")})


def test_an_account_without_a_limit_has_enough() -> None:
    assert is_quiet(RULE, USERS)

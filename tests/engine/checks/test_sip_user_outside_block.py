from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells

RULE = "sip-user-outside-block"

BLOCK = {BEN + "customer.yaml": a_customer('internal_numbers: {start: "2000", size: 10}')}


@pytest.mark.parametrize("user", ["1999", "2010", "desk", "02001"])
def test_a_user_outside_the_block_is_told(user: str) -> None:
    files = BLOCK | {BEN + "auth.yaml": f'users: [{{id: a, username: "{user}"}}]'}

    tells(RULE, files, BEN + "auth.yaml", "users.0.username", user, "2000 to 2009")


def test_users_of_the_block_are_fine() -> None:
    users = 'users: [{id: a, username: "2000"}, {id: b, username: "2009"}]'

    assert is_quiet(RULE, BLOCK | {BEN + "auth.yaml": users})


def test_without_a_block_any_user_is_fine() -> None:
    assert is_quiet(RULE, {BEN + "auth.yaml": "users: [{id: a, username: desk}]"})

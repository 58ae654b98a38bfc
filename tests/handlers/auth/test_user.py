"""SIP users: who they are, without their passwords."""

from __future__ import annotations

import json

import pytest

from handlers.kit.reply import Outcome
from tests.builders import Carrier, a_house, sample_carrier


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def test_a_user_of_another_customer_is_told_beside_the_field(carrier: Carrier) -> None:
    reply = carrier.type("auth user add wren-answering 1001")

    assert reply.outcome is Outcome.INVALID
    [problem] = reply.blocks[0].problems
    assert (problem.field, "customer ben-llc" in problem.message) == ("username", True)


def test_a_user_outside_the_block_is_refused(carrier: Carrier) -> None:
    reply = carrier.type("auth user add ben-llc 6001")

    assert reply.outcome is Outcome.INVALID
    assert {problem.rule for problem in reply.blocks[0].problems} == {"sip-user-outside-block"}


def test_a_password_is_told_as_there_and_never_shown() -> None:
    sealed = "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n-----END AGE ENCRYPTED FILE-----\n"
    text = f"users:\n  - id: lobby\n    username: '7001'\n    secret: {json.dumps(sealed)}\n"
    carrier = a_house(sample_carrier() | {"customers/wren-answering/auth.yaml": text.encode()})

    for line in ("auth user show wren-answering lobby", "auth user list wren-answering"):
        reply = carrier.type(line)
        assert reply.outcome is Outcome.DONE
        assert "AGE" not in str(reply)
    assert "set, hidden" in str(carrier.type("auth user show wren-answering lobby").blocks)
    why = carrier.type("customer why wren-answering auth.users.lobby.secret")
    assert why.values["value"] == "***"

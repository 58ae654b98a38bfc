from __future__ import annotations

import pytest

from tests.engine.checks.telling import BEN, a_customer, is_quiet, tells, told

RULE = "auth-last-gone"
PATH = BEN + "auth.yaml"
IP = "{id: pbx, hosts: [203.0.113.7]}"
ONE = f"ip: [{IP}]"


@pytest.mark.parametrize(
    "after",
    ["ip: []", ONE.replace("]}", "], enabled: false}")],
)
def test_the_last_record_that_goes_or_is_disabled_is_told(after: str) -> None:
    words = ("pbx was the last auth record of ben", "no call out is recognised")

    tells(RULE, {PATH: after}, PATH, "", *words, before={PATH: ONE})


def test_records_of_both_kinds_count() -> None:
    both = f'{ONE}\nusers: [{{id: desk, username: "1001"}}]'
    (problem,) = told(RULE, {}, before={PATH: both})

    assert problem.message.startswith("pbx and desk were the last auth records of ben")
    assert is_quiet(RULE, {PATH: ONE}, before={PATH: both})


def test_a_customer_that_takes_no_calls_or_is_new_is_not_told_of() -> None:
    inactive = {BEN + "customer.yaml": a_customer("status: inactive")}

    assert is_quiet(RULE, inactive, before=inactive | {PATH: ONE})
    assert is_quiet(RULE, {PATH: "ip: []"}, before={})
    assert is_quiet(RULE, {PATH: "ip: []"})

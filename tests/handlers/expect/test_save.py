"""``expect save``: what becomes of a call now is what is expected from now on."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, Text
from tests.builders import Carrier, a_house, sample_carrier

BEN = "expectations/ben-llc.yaml"
CALL = "expect save 442079460018 --ip 203.0.113.7 --cli 12125550123 --time 2026-08-03T10:00:00Z"


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def file(carrier: Carrier, path: str = BEN) -> str:
    return (carrier.file(path) or b"").decode()


def test_a_call_is_kept_with_what_matters_of_its_answer(carrier: Carrier) -> None:
    before = file(carrier)
    plan = carrier.type(f'{CALL} --why "Price of August." --id august')

    assert plan.outcome is Outcome.ASKS
    assert any("goes by route standard" in one.text for one in plan.blocks if isinstance(one, Text))
    assert carrier.confirm(plan).outcome is Outcome.DONE
    after = file(carrier)
    assert after.startswith(before.rstrip("\n"))
    assert 'rate: "0.0089"' in after[len(before) - 1 :]
    assert "providers:" in after[len(before) - 1 :]
    assert carrier.type("expect").summary == "5 golden calls, all as expected."


def test_a_refusal_is_kept_by_its_code(carrier: Carrier) -> None:
    carrier.change(f"{CALL} --balance 0")

    assert 'code: "402"' in file(carrier)
    assert carrier.type("expect").summary == "5 golden calls, all as expected."


def test_a_customer_without_a_file_gets_one_and_ids_are_made_apart(carrier: Carrier) -> None:
    line = "expect save 442079460018 --customer kestrel-wholesale --cli 442079460333"
    assert carrier.change(line).outcome is Outcome.DONE
    assert carrier.change(line).outcome is Outcome.DONE
    text = file(carrier, "expectations/kestrel-wholesale.yaml")

    assert "id: 442079460018-" in text.replace('"', "")
    assert text.count("dialled:") == 2
    assert carrier.type("expect kestrel-wholesale").summary == "2 golden calls, all as expected."


def test_a_change_that_breaks_one_says_so_in_its_plan(carrier: Carrier) -> None:
    carrier.change(f"{CALL} --id august")
    plan = carrier.type("route edit ben-llc standard --capped_rate 0.001", "grace")

    assert "august" in str(plan.blocks)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("expect save 44 --cli 1", "name the customer"),
        (f"{CALL} --id london", "a golden call london already"),
        ("expect save 44x --ip 203.0.113.7", "number"),
        ("expect save 442079460018 --ip 192.0.2.99", "--into"),
    ],
)
def test_what_cannot_be_kept_is_told(carrier: Carrier, line: str, said: str) -> None:
    reply = carrier.type(line)

    assert reply.outcome in (Outcome.REFUSED, Outcome.INVALID)
    assert said in str(reply)


def test_a_viewer_keeps_nothing(carrier: Carrier) -> None:
    assert carrier.type(CALL, "vera").outcome is Outcome.REFUSED

"""The commands about DIDs: a number belongs to one customer, and some are kept for a while."""

from __future__ import annotations

import pytest

from handlers.kit.reply import Outcome, PlanView, Problems, Reply
from tests.builders import Carrier, a_house, sample_carrier


@pytest.fixture
def carrier() -> Carrier:
    return a_house(sample_carrier())


def rules(reply: Reply) -> set[str]:
    """What a plan warns of, or what a refusal names."""
    told = [b.findings for b in reply.blocks if isinstance(b, PlanView)]
    told += [b.problems for b in reply.blocks if isinstance(b, Problems)]
    return {problem.rule for some in told for problem in some}


def test_a_number_of_another_customer_is_told_beside_its_field(carrier: Carrier) -> None:
    reply = carrier.type("did assign ben-llc 442079460101 thames-numbers thames-did")

    assert "customer northgate-dental has this number already" in str(reply.blocks)
    assert {problem.field for problem in reply.blocks[0].problems} == {"number"}


def test_a_number_without_a_destination_is_told_in_the_plan(carrier: Carrier) -> None:
    plan = carrier.type("did assign ben-llc 442079460177 thames-numbers thames-did")

    assert plan.outcome is Outcome.ASKS
    assert "did-no-destination" in rules(plan)


@pytest.mark.parametrize("word", ["reception", "442079460100", "+442079460100"])
def test_releasing_a_number_too_early_is_told_in_the_plan(carrier: Carrier, word: str) -> None:
    plan = carrier.type(f"did release northgate-dental {word}")

    assert plan.summary.startswith("Plan: release DID reception of customer northgate-dental")
    assert "did-removed-early" in rules(plan)


def test_an_id_keeps_its_number(carrier: Carrier) -> None:
    reply = carrier.type("did edit northgate-dental reception --number 442079460188")

    assert reply.outcome is Outcome.INVALID
    assert "item-id-reused" in rules(reply)


def test_a_comment_goes_with_its_number_and_stays_with_the_others(carrier: Carrier) -> None:
    path = "customers/northgate-dental/dids.yaml"
    carrier.change("did release northgate-dental reception")
    assert b"# Rung at random" in (carrier.file(path) or b"")

    carrier.change("did release northgate-dental emergencies")
    assert carrier.file(path) is None

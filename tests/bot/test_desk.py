"""The desk: words on planned changes, and what is taken up again."""

from __future__ import annotations

import pytest

from bot.people import Identity, actor_of
from engine.errors import Refused
from engine.ports.ids import OperationId
from engine.ports.operations import OperationState
from handlers.kit.reply import Outcome, Reply
from tests.builders import Carrier, a_house


@pytest.fixture
def carrier() -> Carrier:
    return a_house()


def waiting(carrier: Carrier) -> Reply:
    """A confirmed change that could not be pushed, with the remote back again."""
    plan = carrier.type("customer edit ben-llc --channels 60")
    carrier.remote.is_reachable = False
    carrier.confirm(plan)
    carrier.remote.is_reachable = True
    return plan


def test_what_waits_is_taken_up_once_and_told(carrier: Carrier) -> None:
    plan = waiting(carrier)

    [(operation, reply)] = carrier.house.desk.resume()

    assert (operation.id, reply.outcome) == (plan.operation, Outcome.DONE)
    assert carrier.operation(plan.operation).state is OperationState.DONE
    assert carrier.house.desk.resume() == []


def test_only_who_asked_says_yes_or_no(carrier: Carrier) -> None:
    plan = carrier.type("customer edit ben-llc --channels 60")
    grace = actor_of(Identity("operator", "grace"), carrier.house.books.known())
    asked = OperationId(plan.operation)

    with pytest.raises(Refused, match="asked for by ada"):
        carrier.house.desk.confirm(asked, str(plan.values["digest"]), grace)
    with pytest.raises(Refused, match="asked for by ada"):
        carrier.house.desk.cancel(asked, grace)
    assert carrier.operation(plan.operation).state is OperationState.PLANNED

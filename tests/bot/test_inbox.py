"""What comes in is written down once, before it is acknowledged."""

from __future__ import annotations

from typing import Any

import pytest

from bot.inbox import Inbox
from bot.people import Identity
from engine.errors import Refused, Unavailable
from engine.ports.operations import OperationState
from tests.builders import Carrier, a_carrier, a_house, readers

ADA = Identity("operator", "ada")
TYPED = "correct-horse-7"
USER = {"customer": "ben-llc", "username": "1001", "password": TYPED}


@pytest.fixture
def carrier() -> Carrier:
    return a_house(a_carrier(secrets=readers()))


def test_a_delivery_that_comes_twice_gets_the_first_answer(carrier: Carrier) -> None:
    args = {"name": "Zed", "currency": "EUR"}
    first = carrier.ask_as(ADA, "customer add", args, delivery="same")
    second = carrier.ask_as(ADA, "customer add", args, delivery="same")

    assert first == second
    assert len(carrier.store.operations.recent(actor=None, limit=9)) == 1


def test_a_request_is_written_down_as_it_came_with_who_asked_and_where_the_answer_goes(
    carrier: Carrier,
) -> None:
    request = carrier.request(ADA, "customer show", {"customer": "ben-llc"}, at="main")

    operation, fresh = carrier.house.inbox.receive(request, state=OperationState.FORM)

    assert fresh
    assert carrier.operation(operation.id) == operation
    assert (operation.actor, operation.command, operation.args) == (
        "operator:ada",
        "customer show",
        {"customer": "ben-llc"},
    )
    assert operation.origin == {"front_end": "test", "identity": "operator:ada", "at": "main"}
    assert operation.state is OperationState.FORM


def test_a_secret_is_written_down_sealed_and_opens_to_what_was_typed(carrier: Carrier) -> None:
    operation, _ = carrier.house.inbox.receive(carrier.request(ADA, "auth user add", USER))

    kept: Any = carrier.operation(operation.id).args["password"]
    assert TYPED not in str(operation)
    assert carrier.house.safe.vault.open(kept["sealed"]) == TYPED


def test_a_secret_of_somebody_who_may_not_is_not_written_down(carrier: Carrier) -> None:
    vera = Identity("operator", "vera")

    with pytest.raises(Refused):
        carrier.house.inbox.receive(carrier.request(vera, "auth user add", USER))
    assert carrier.store.operations.recent(actor=None, limit=9) == ()


def test_an_event_is_taken_once(carrier: Carrier) -> None:
    taken = [carrier.house.inbox.take_event("slack:Ev01") for _ in range(2)]

    assert taken == [True, False]


def test_an_event_is_taken_each_time_while_the_store_is_away(carrier: Carrier) -> None:
    def away() -> Any:
        raise Unavailable("the store", "connection refused")

    own = carrier.house.inbox
    inbox = Inbox(
        catalogue=carrier.house.catalogue,
        sealing=own._sealing,
        clock=carrier.clock,
        ids=carrier.ids,
        open_store=away,
    )

    assert [inbox.take_event("slack:Ev01") for _ in range(2)] == [True, True]

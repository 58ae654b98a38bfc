"""How an operation ends, and what becomes of it while the store is away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.memory.store import memory_store
from bot.endings import told
from bot.inbox import Request
from bot.people import Identity
from engine.errors import Unavailable
from engine.ports.operations import OperationState
from handlers.kit.reply import Outcome, Reply
from tests.builders import Carrier, a_house


class Going:
    """A store that is away while it is said to be."""

    def __init__(self) -> None:
        self.is_away = False
        self._real = memory_store()

    def __getattr__(self, name: str) -> Any:
        if self.is_away:
            raise Unavailable("the store", "connection refused")
        return getattr(self._real, name)


def asked_in_slack(carrier: Carrier, command: str, **args: object) -> Request:
    ada = Identity("slack", "U0ADA001")
    origin = {"front_end": "slack", "user": ada.value}
    return replace(carrier.request(ada, command, args), origin=origin)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.DONE, OperationState.DONE),
        (Outcome.WAITS, OperationState.DONE),
        (Outcome.REFUSED, OperationState.REFUSED),
        (Outcome.INVALID, OperationState.REFUSED),
        (Outcome.UNAVAILABLE, OperationState.REFUSED),
        (Outcome.BUG, OperationState.FAILED),
    ],
)
def test_an_operation_ends_as_its_answer_says_and_is_told_so_ever_after(
    outcome: Outcome, state: OperationState
) -> None:
    carrier = a_house()
    operation, _ = carrier.house.inbox.receive(asked_in_slack(carrier, "repo sync"))

    said = carrier.house.endings.end(operation, Reply("So it went.", outcome=outcome))

    kept = carrier.operation(operation.id)
    assert kept.state is state
    assert said.operation == operation.id
    assert told(kept) == said


def test_what_already_ended_keeps_the_answer_it_got() -> None:
    carrier = a_house()
    operation, _ = carrier.house.inbox.receive(asked_in_slack(carrier, "repo sync"))
    first = carrier.house.endings.end(operation, Reply("Done."))
    carrier.house.endings.end(operation, Reply("No.", outcome=Outcome.REFUSED))

    assert told(carrier.operation(operation.id)) == first


def test_what_has_no_answer_yet_is_told_as_being_at_work() -> None:
    carrier = a_house()
    operation, _ = carrier.house.inbox.receive(asked_in_slack(carrier, "repo sync"))

    assert told(operation) == Reply(
        "repo sync: still at work.", outcome=Outcome.WAITS, operation=operation.id
    )


def test_what_the_store_went_away_over_waits_and_is_worked_on_when_it_is_back() -> None:
    store: Any = Going()
    carrier = a_house(store=store)
    house = carrier.house
    request = asked_in_slack(carrier, "customer edit", customer="ben-llc", channels="60")
    operation, _ = house.inbox.receive(request)
    store.is_away = True

    reply = house.dispatcher.work(operation)
    with pytest.raises(Unavailable):
        house.endings.left()
    store.is_away = False
    [left] = house.endings.left()

    assert reply.outcome is Outcome.WAITS
    assert "the store is out of reach" in reply.summary
    assert left.state is OperationState.RECEIVED
    assert house.dispatcher.work(left).outcome is Outcome.ASKS
    assert house.endings.left() == []


def test_whoever_stays_to_see_it_is_told_that_the_store_is_away() -> None:
    store: Any = Going()
    carrier = a_house(store=store)
    request = carrier.request(Identity("operator", "ada"), "customer edit", {"customer": "ben-llc"})
    operation, _ = carrier.house.inbox.receive(request)
    store.is_away = True

    reply = carrier.house.dispatcher.work(operation)

    assert reply.outcome is Outcome.UNAVAILABLE
    assert reply.summary == "the store is not available: connection refused."


def test_a_change_that_is_on_its_way_when_the_store_goes_away_is_not_called_undone() -> None:
    store: Any = Going()

    class Away:
        """A repository whose push takes the store away."""

        def __init__(self, real: Any) -> None:
            self._real = real

        def push(self, *args: Any, **more: Any) -> Any:
            store.is_away = True
            return self._real.push(*args, **more)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

    carrier = a_house(store=store, wrap=Away)
    request = asked_in_slack(carrier, "customer edit", customer="ben-llc", tags="uk")
    operation, _ = carrier.house.inbox.receive(request)

    reply = carrier.house.dispatcher.work(operation)
    store.is_away = False
    [(_, done)] = carrier.house.desk.resume()

    assert reply.outcome is Outcome.WAITS
    assert done.outcome is Outcome.DONE
    assert carrier.operation(operation.id).state is OperationState.DONE

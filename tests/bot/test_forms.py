"""Forms: what they come filled with, and that they are taken once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.people import Identity
from engine.ports.operations import Operation, OperationState
from handlers.kit.catalogue import Entry
from handlers.kit.reply import Outcome, Reply
from tests.builders import Carrier, a_carrier, a_house, readers

EDIT = "customer edit"
BEN = {"customer": "ben-llc"}


@pytest.fixture
def carrier() -> Carrier:
    return a_house(a_carrier(secrets=readers()))


def opened(carrier: Carrier, command: str, who: str = "ada") -> tuple[Entry, Operation]:
    entry = carrier.house.catalogue.get(command)
    assert entry is not None
    request = carrier.request(Identity("operator", who), command, {})
    return entry, carrier.house.inbox.receive(request, state=OperationState.FORM)[0]


def filled(
    carrier: Carrier, typed: Mapping[str, object], who: str = "ada"
) -> tuple[Reply | None, Mapping[str, object], Operation]:
    entry, operation = opened(carrier, EDIT, who)
    reply, values = carrier.house.forms.fill(entry, typed, operation)
    return reply, values, carrier.operation(operation.id)


def test_a_form_comes_filled_with_what_is_so_and_with_what_was_typed(carrier: Carrier) -> None:
    reply, values, kept = filled(carrier, {**BEN, "cps": "9"})

    assert reply is None
    assert (values["channels"], values["cps"]) == (30, "9")
    assert kept.drawn["filled"]["cps"] == 5
    assert kept.state is OperationState.FORM


def test_a_form_stays_empty_until_it_is_known_what_it_is_about(carrier: Carrier) -> None:
    reply, values, kept = filled(carrier, {})

    assert (reply, values) == (None, {})
    assert kept.drawn["filled"] == {}


@pytest.mark.parametrize(("who", "customer"), [("vera", "ben-llc"), ("ada", "nobody")])
def test_a_form_that_cannot_be_opened_says_why_and_holds_nothing(
    carrier: Carrier, who: str, customer: str
) -> None:
    reply, values, kept = filled(carrier, {"customer": customer}, who)

    assert reply is not None
    assert (reply.outcome, values) == (Outcome.REFUSED, {})
    assert kept.drawn == {}


def test_a_form_becomes_a_request_once(carrier: Carrier) -> None:
    _, operation = opened(carrier, EDIT)

    taken = [carrier.house.forms.submit(operation, BEN) for _ in range(2)]

    assert taken == [carrier.operation(operation.id), None]
    assert carrier.operation(operation.id).state is OperationState.RECEIVED
    assert carrier.operation(operation.id).args == BEN


def test_a_secret_typed_into_a_form_is_kept_sealed(carrier: Carrier) -> None:
    _, operation = opened(carrier, "auth user add")
    said = {**BEN, "username": "1001", "password": "correct-horse-7"}

    carrier.house.forms.submit(operation, said)

    kept = carrier.operation(operation.id)
    assert kept.args["username"] == "1001"
    assert "correct-horse-7" not in str(kept)

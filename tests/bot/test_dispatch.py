"""The one path of every request."""

from __future__ import annotations

import json
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from adapters.memory.store import memory_store
from bot.dispatch import Dispatcher
from bot.people import Identity
from engine.errors import Unavailable
from engine.ports.operations import Operation, OperationState
from handlers.kit.catalogue import Catalogue, Effect, Entry
from handlers.kit.command import Command, Intent
from handlers.kit.reply import Outcome, Reply, Text
from schemas.operators import Role
from tests.builders import Carrier, a_house

STRANGER = Identity("slack", "U0STRANGER")
SECRET = "hunter2-secret"


@pytest.fixture
def carrier() -> Carrier:
    return a_house()


def test_an_unknown_command_is_a_usage_error(carrier: Carrier) -> None:
    assert carrier.run("customer fly").outcome is Outcome.USAGE


def test_each_item_of_a_list_of_references_is_checked_by_itself(carrier: Carrier) -> None:
    fine = carrier.run("customer edit", customer="ben-llc", topup_currencies="USD, EUR")
    wrong = carrier.run("customer add", name="Zed", currency="EUR", topup_currencies="USD, XQQ")

    assert fine.outcome is Outcome.ASKS
    assert "XQQ" in str(wrong.blocks)
    assert "('USD'" not in str(wrong.blocks)


def test_reads_leave_no_trace_and_everything_else_does(carrier: Carrier) -> None:
    carrier.run("customer list")
    assert carrier.store.operations.recent(actor=None, limit=9) == ()

    carrier.run("repo sync")
    [operation] = carrier.store.operations.recent(actor=None, limit=9)
    assert (operation.actor, operation.state) == ("ada", OperationState.DONE)


def test_what_is_refused_is_remembered_with_its_answer(carrier: Carrier) -> None:
    reply = carrier.run("customer add", "vera", name="Zed", currency="EUR")

    operation = carrier.operation(reply.operation)
    assert operation.state is OperationState.REFUSED
    assert operation.reply is not None
    assert operation.reply["summary"] == reply.summary


def test_a_reference_that_leads_nowhere_is_told_with_the_nearest(carrier: Carrier) -> None:
    reply = carrier.run("customer add", name="Zed", currency="EUR", account_manager="adda")

    [problem] = reply.blocks[0].problems
    assert problem.field == "account_manager"
    assert "did you mean ada?" in f"{problem.message} {problem.hint}"


@pytest.mark.parametrize(
    ("said", "meant"), [("yes", True), ("OFF", False), ("true", True), ("No", False)]
)
def test_people_say_yes_and_no(carrier: Carrier, said: str, meant: bool) -> None:
    done = carrier.confirm(carrier.run("customer edit", customer="ben-llc", portal=said))

    assert done.outcome is Outcome.DONE
    shown = carrier.run("customer show", customer="ben-llc").values["customer"]
    assert shown["portal"]["enabled"] is meant


def test_an_argument_nobody_knows_is_told(carrier: Carrier) -> None:
    reply = carrier.run("customer show", customer="ben-llc", colour="red")

    assert reply.outcome is Outcome.INVALID
    assert reply.blocks[0].problems[0].field == "colour"


@pytest.mark.parametrize("at", ["2026-13-45", "2026-11-20T25:00", "no-such-branch", "-", "zzzz"])
def test_a_revision_that_does_not_exist_is_refused(carrier: Carrier, at: str) -> None:
    assert carrier.run("customer list", at=at).outcome is Outcome.REFUSED


def a_dispatcher(carrier: Carrier, run: Any, effect: Effect = Effect.READ) -> Dispatcher:
    """A dispatcher that knows one command, ``customer list``, which does ``run``."""

    class Args(BaseModel):
        model_config = ConfigDict(extra="forbid")

    module = ModuleType("broken")
    command = Command(role=Role.VIEWER, effect=effect, examples=())
    vars(module).update(Args=Args, COMMAND=command, run=run)
    known = carrier.house.catalogue.get("customer list")
    assert known is not None

    class Broken(Entry):
        def load(self) -> Any:
            return module

    fields = {name: getattr(known, name) for name in known.__slots__} | {"effect": effect}
    own = carrier.house.dispatcher
    return Dispatcher(
        catalogue=Catalogue([Broken(**fields)]),
        books=carrier.house.books,
        changes=carrier.house.changes,
        inbox=carrier.house.inbox,
        endings=carrier.house.endings,
        clock=carrier.clock,
        open_operations=lambda: carrier.store.operations,
        services_for=own._services_for,
    )


def test_an_operation_that_meets_a_bug_has_failed_and_keeps_nothing_of_it(carrier: Carrier) -> None:
    def run(args: Any, services: Any, actor: Any) -> Reply:
        raise KeyError(SECRET)

    request = carrier.request(Identity("operator", "ada"), "customer list", {})
    reply = a_dispatcher(carrier, run, Effect.STATE).answer(request)

    operation = carrier.operation(reply.operation)
    assert reply.outcome is Outcome.BUG
    assert operation.state is OperationState.FAILED
    assert SECRET not in json.dumps(operation.reply)


def test_a_read_that_wants_to_change_something_is_a_bug(carrier: Carrier) -> None:
    dispatcher = a_dispatcher(carrier, lambda args, services, actor: Intent("x", ()))
    request = carrier.request(Identity("operator", "ada"), "customer list", {})

    assert dispatcher.answer(request).outcome is Outcome.BUG


def test_a_store_that_is_busy_says_so() -> None:
    class Busy:
        def receive(self, operation: Operation) -> Any:
            raise Unavailable("the store", "busy")

    busy: Any = Busy()
    carrier = a_house(store=replace(memory_store(), operations=busy))

    assert carrier.run("repo sync").outcome is Outcome.UNAVAILABLE
    assert carrier.run("whoami").outcome is Outcome.DONE


def test_an_answer_names_the_files_it_leaves_out_because_they_were_never_valid() -> None:
    carrier = a_house()
    carrier.push({"customers/odd/customer.yaml": b"name: Odd\ncurrency: USDD\n"})

    reply = carrier.run("customer list")

    assert reply.values["total"] == 1
    told = [one.text for one in reply.blocks if isinstance(one, Text)]
    [note] = [one for one in told if one.startswith("Left out: customers/odd/customer.yaml")]
    assert "no version is valid" in note
    assert "USDD" in note

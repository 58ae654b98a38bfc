"""The one path of every request, and the one error boundary."""

from __future__ import annotations

import json
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
import structlog
from pydantic import BaseModel, ConfigDict

from adapters.memory.store import MemoryOperationStore
from bot.cli.render import EXIT_CODES
from bot.dispatch import Dispatcher, Request
from bot.people import Identity
from engine.errors import Refused, Unavailable
from engine.ports.operations import OperationState
from handlers.kit.catalogue import Catalogue, Effect, Entry
from handlers.kit.command import Command, Intent
from handlers.kit.reply import Outcome, Reply, Text
from schemas.operators import Role
from tests.builders import Carrier, a_carrier, a_house

STRANGER = Identity("slack", "U0STRANGER")
SECRET = "hunter2-secret"


@pytest.fixture
def carrier() -> Carrier:
    return a_house()


def test_an_unknown_command_is_a_usage_error(carrier: Carrier) -> None:
    assert carrier.run("customer fly").outcome is Outcome.USAGE


@pytest.mark.parametrize("entry", Catalogue.read().entries, ids=lambda entry: entry.name)
def test_everything_but_help_is_denied_to_strangers(carrier: Carrier, entry: Any) -> None:
    args = {argument.name: "ben-llc" for argument in entry.required}
    reply = carrier.ask_as(STRANGER, entry.name, args)

    if entry.role:
        assert reply.outcome is Outcome.REFUSED
        assert "slack:U0STRANGER is not in operators.yaml" in reply.summary
        assert reply.blocks == (Text("Rosa Delgado can grant it: operator add"),)
    else:
        assert entry.name in {"help", "whoami", "validate", "secrets keygen", "rate"}


def test_a_missing_role_is_named_with_who_can_grant_it(carrier: Carrier) -> None:
    reply = carrier.run("customer add", "vera", name="Zed", currency="EUR")

    assert (
        reply.summary == "customer add needs the role operator, which Vera Lindqvist does not have"
    )
    assert reply.blocks == (Text("Rosa Delgado can grant it: operator edit vera --roles ..."),)


def test_each_item_of_a_list_of_references_is_checked_by_itself(carrier: Carrier) -> None:
    fine = carrier.run("customer edit", customer="ben-llc", topup_currencies="USD, EUR")
    wrong = carrier.run("customer add", name="Zed", currency="EUR", topup_currencies="USD, XQQ")

    assert fine.outcome is Outcome.ASKS
    assert "XQQ" in str(wrong.blocks)
    assert "('USD'" not in str(wrong.blocks)


def test_a_known_person_without_a_role_is_not_called_unknown(carrier: Carrier) -> None:
    reply = carrier.run("customer list", "nora")

    assert reply.summary == "customer list needs the role viewer, which Nora None does not have"


def test_a_carrier_without_an_admin_says_so() -> None:
    carrier = a_house(a_carrier(operators="operators: []\n"))

    assert carrier.run("customer list").blocks == (Text("operators.yaml names no admin"),)


def test_an_admin_may_what_every_role_may(carrier: Carrier) -> None:
    assert carrier.run("customer add", "rosa", name="Zed", currency="EUR").outcome is Outcome.ASKS


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        (Identity("slack", "U0ADA001"), "Ada Larsen"),
        (Identity("os", "ada"), "Ada Larsen"),
        (Identity("operator", "ada"), "Ada Larsen"),
    ],
)
def test_a_person_is_known_by_each_identity(
    carrier: Carrier, identity: Identity, name: str
) -> None:
    assert carrier.ask_as(identity, "whoami", {}).values["name"] == name


@pytest.mark.parametrize(
    "identity", [Identity("slack", ""), Identity("os", ""), Identity("os", "None")]
)
def test_nobody_is_everybody_without_an_identity(carrier: Carrier, identity: Identity) -> None:
    assert carrier.ask_as(identity, "customer list", {}).outcome is Outcome.REFUSED


def test_reads_leave_no_trace_and_everything_else_does(carrier: Carrier) -> None:
    carrier.run("customer list")
    assert carrier.store.recent(actor=None, limit=9) == ()

    carrier.run("repo sync")
    [operation] = carrier.store.recent(actor=None, limit=9)
    assert (operation.actor, operation.state) == ("ada", OperationState.DONE)


def test_what_is_refused_is_remembered_with_its_answer(carrier: Carrier) -> None:
    reply = carrier.run("customer add", "vera", name="Zed", currency="EUR")

    operation = carrier.operation(reply.operation)
    assert operation.state is OperationState.REFUSED
    assert operation.reply is not None
    assert operation.reply["summary"] == reply.summary


def test_a_delivery_that_comes_twice_gets_the_first_answer(carrier: Carrier) -> None:
    ada = Identity("operator", "ada")
    args = {"name": "Zed", "currency": "EUR"}
    first = carrier.ask_as(ada, "customer add", args, delivery="same")
    second = carrier.ask_as(ada, "customer add", args, delivery="same")

    assert first == second
    assert len(carrier.store.recent(actor=None, limit=9)) == 1


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


# --- the error boundary -----------------------------------------------------------------------------------------


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
        books=own.books,
        changes=own.changes,
        clock=carrier.clock,
        ids=carrier.ids,
        open_operations=lambda: carrier.store,
        services_for=own._services_for,
        vault=own._vault,
    )


def failing(error: BaseException) -> Any:
    def run(args: Any, services: Any, actor: Any) -> Reply:
        raise error

    return run


@pytest.mark.parametrize("effect", [Effect.READ, Effect.STATE])
def test_a_bug_gets_an_incident_id_and_tells_nothing(carrier: Carrier, effect: Effect) -> None:
    dispatcher = a_dispatcher(carrier, failing(KeyError(SECRET)), effect)
    request = carrier.request(Identity("operator", "ada"), "customer list", {})

    with structlog.testing.capture_logs() as logs:
        reply = dispatcher.answer(request)
    assert reply.outcome is Outcome.BUG
    assert EXIT_CODES[reply.outcome] == 3
    assert reply.incident.startswith("inc-")
    assert reply.incident in reply.summary
    assert SECRET not in str(reply)
    assert [line["incident"] for line in logs if line["event"] == "command.bug"] == [reply.incident]
    if effect is Effect.STATE:
        operation = carrier.operation(reply.operation)
        assert operation.state is OperationState.FAILED
        assert SECRET not in json.dumps(operation.reply)


@pytest.mark.parametrize(
    ("error", "outcome", "code"),
    [
        (Refused("no", "yes"), Outcome.REFUSED, 1),
        (Unavailable("the switch", "timed out"), Outcome.UNAVAILABLE, 4),
    ],
)
def test_outcomes_become_replies_and_exit_codes(
    carrier: Carrier, error: Exception, outcome: Outcome, code: int
) -> None:
    request = carrier.request(Identity("operator", "ada"), "customer list", {})
    reply = a_dispatcher(carrier, failing(error)).answer(request)

    assert reply.outcome is outcome
    assert EXIT_CODES[reply.outcome] == code
    assert reply.blocks


def test_a_read_that_wants_to_change_something_is_a_bug(carrier: Carrier) -> None:
    dispatcher = a_dispatcher(carrier, lambda args, services, actor: Intent("x", ()))
    request = carrier.request(Identity("operator", "ada"), "customer list", {})

    assert dispatcher.answer(request).outcome is Outcome.BUG


def test_every_outcome_has_an_exit_code() -> None:
    assert set(EXIT_CODES) == set(Outcome)
    assert EXIT_CODES[Outcome.USAGE] == 2


def test_one_log_line_tells_who_what_and_how_it_ended(carrier: Carrier) -> None:
    with structlog.testing.capture_logs() as logs:
        carrier.run("customer list", "vera")

    [line] = [line for line in logs if line["event"] == "command.run"]
    assert (line["command"], line["who"], line["outcome"]) == (
        "customer list",
        "operator:vera",
        "done",
    )


def test_a_store_that_is_busy_says_so(carrier: Carrier) -> None:
    class Busy:
        def receive(self, operation: Any) -> Any:
            raise Unavailable("the store", "busy")

    own = carrier.house.dispatcher
    dispatcher = Dispatcher(
        catalogue=own.catalogue,
        books=own.books,
        changes=own.changes,
        clock=carrier.clock,
        ids=carrier.ids,
        open_operations=Busy,
        services_for=own._services_for,
        vault=own._vault,
    )
    request = carrier.request(Identity("operator", "ada"), "repo sync", {})

    assert dispatcher.answer(request).outcome is Outcome.UNAVAILABLE
    assert dispatcher.answer(replace(request, command="whoami")).outcome is Outcome.DONE


class Going:
    """A store that is away while it is said to be."""

    def __init__(self) -> None:
        self.is_away = False
        self._real = MemoryOperationStore()

    def __getattr__(self, name: str) -> Any:
        if self.is_away:
            raise Unavailable("the store", "connection refused")
        return getattr(self._real, name)


def asked_in_slack(carrier: Carrier, command: str, **args: object) -> Request:
    ada = Identity("slack", "U0ADA001")
    origin = {"front_end": "slack", "user": ada.value}
    return replace(carrier.request(ada, command, args), origin=origin)


def test_what_the_store_went_away_over_waits_and_is_worked_on_when_it_is_back() -> None:
    store: Any = Going()
    carrier = a_house(store=store)
    dispatcher = carrier.house.dispatcher
    request = asked_in_slack(carrier, "customer edit", customer="ben-llc", channels="60")
    operation, _ = dispatcher.receive(request)
    store.is_away = True

    reply = dispatcher.work(operation)
    with pytest.raises(Unavailable):
        dispatcher.left()
    store.is_away = False
    [left] = dispatcher.left()

    assert reply.outcome is Outcome.WAITS
    assert "the store is out of reach" in reply.summary
    assert left.state is OperationState.RECEIVED
    assert dispatcher.work(left).outcome is Outcome.ASKS
    assert dispatcher.left() == []


def test_whoever_stays_to_see_it_is_told_that_the_store_is_away() -> None:
    store: Any = Going()
    carrier = a_house(store=store)
    request = carrier.request(Identity("operator", "ada"), "customer edit", {"customer": "ben-llc"})
    operation, _ = carrier.house.dispatcher.receive(request)
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
    dispatcher = carrier.house.dispatcher
    request = asked_in_slack(carrier, "customer edit", customer="ben-llc", tags="uk")
    operation, _ = dispatcher.receive(request)

    reply = dispatcher.work(operation)
    store.is_away = False
    [(_, done)] = dispatcher.resume()

    assert reply.outcome is Outcome.WAITS
    assert done.outcome is Outcome.DONE
    assert carrier.operation(operation.id).state is OperationState.DONE


def test_an_answer_names_the_files_it_leaves_out_because_they_were_never_valid() -> None:
    carrier = a_house()
    carrier.push({"customers/odd/customer.yaml": b"name: Odd\ncurrency: USDD\n"})

    reply = carrier.run("customer list")

    assert reply.values["total"] == 1
    told = [one.text for one in reply.blocks if isinstance(one, Text)]
    [note] = [one for one in told if one.startswith("Left out: customers/odd/customer.yaml")]
    assert "no version is valid" in note
    assert "USDD" in note

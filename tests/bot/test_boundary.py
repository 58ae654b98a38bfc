"""The one error boundary: every end of a run is an answer, and one line of the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import structlog

from bot.boundary import answer_to, guarded
from bot.people import Identity
from engine.errors import Invalid, Problem, Refused, Unavailable
from handlers.kit.catalogue import Catalogue, Entry
from handlers.kit.reply import Outcome, Problems, Reply, Text
from tests.builders import a_house

ADA = Identity("operator", "ada")
SECRET = "hunter2-secret"
FAULT = Problem(path="a.yaml", rule="unique-name", message="taken")


@pytest.fixture
def entry() -> Entry:
    found = Catalogue.read().get("customer list")
    assert found is not None
    return found


def failing(error: BaseException) -> Callable[[], Reply]:
    def run() -> Reply:
        raise error

    return run


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        (Refused("no", "yes"), Reply("no", (Text("yes"),), outcome=Outcome.REFUSED)),
        (
            Unavailable("the switch", "timed out"),
            Reply(
                "the switch is not available: timed out.",
                (Text("Try again in a moment."),),
                outcome=Outcome.UNAVAILABLE,
            ),
        ),
        (
            Invalid([FAULT]),
            Reply("There is 1 problem with that.", (Problems((FAULT,)),), outcome=Outcome.INVALID),
        ),
        (
            Invalid([FAULT, FAULT]),
            Reply(
                "There are 2 problems with that.",
                (Problems((FAULT, FAULT)),),
                outcome=Outcome.INVALID,
            ),
        ),
    ],
)
def test_what_is_for_people_is_told_with_what_would_be_right(
    entry: Entry, problem: Refused | Invalid | Unavailable, answer: Reply
) -> None:
    assert answer_to(problem) == answer
    assert guarded(entry, ADA, failing(problem)) == answer


def test_a_bug_gets_an_incident_id_and_tells_nothing(entry: Entry) -> None:
    with structlog.testing.capture_logs() as logs:
        reply = guarded(entry, ADA, failing(KeyError(SECRET)))

    assert reply.outcome is Outcome.BUG
    assert reply.incident.startswith("inc-")
    assert reply.incident in reply.summary
    assert SECRET not in str(reply)
    assert [line["incident"] for line in logs if line["event"] == "command.bug"] == [reply.incident]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1)])
def test_an_order_to_stop_is_not_kept_from_the_program(entry: Entry, error: BaseException) -> None:
    with pytest.raises(type(error)):
        guarded(entry, ADA, failing(error))


def test_whoever_remembers_answers_gives_what_is_answered_when_something_goes_wrong(
    entry: Entry,
) -> None:
    kept: list[Outcome] = []

    def remember(reply: Reply) -> Reply:
        kept.append(reply.outcome)
        return Reply("kept")

    for error in (Refused("no"), KeyError(SECRET)):
        assert guarded(entry, ADA, failing(error), ended=remember) == Reply("kept")
    guarded(entry, ADA, lambda: Reply("fine"), ended=remember)

    assert kept == [Outcome.REFUSED, Outcome.BUG]


def test_one_log_line_tells_who_what_and_how_it_ended() -> None:
    carrier = a_house()

    with structlog.testing.capture_logs() as logs:
        carrier.run("customer list", "vera")

    [line] = [line for line in logs if line["event"] == "command.run"]
    assert (line["command"], line["who"], line["outcome"]) == (
        "customer list",
        "operator:vera",
        "done",
    )


def test_a_run_that_has_nothing_to_tell_is_logged_only_when_it_goes_wrong(entry: Entry) -> None:
    with structlog.testing.capture_logs() as logs:
        guarded(entry, ADA, lambda: Reply("fine"), tells=lambda _: False)
        guarded(entry, ADA, failing(Refused("no")), tells=lambda _: False)

    assert [line["outcome"] for line in logs] == ["refused"]

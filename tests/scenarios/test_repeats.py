"""What Slack delivers again when the process that took it is gone: one operation, one effect, the first answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.builders import a_carrier
from tests.scenarios.steps import ADA, NOC, Office, an_office

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
FORGE = "https://git.example.com/harbour/config"
LINE = "/customer edit ben-llc --channels 60"


@contextmanager
def delivered(folder: Path, ask: Callable[[Office], object]) -> Iterator[tuple[Office, str]]:
    """Ask one process something, and give another one over the same files with the request as Slack sent it."""
    with an_office(folder, a_carrier(slack={"links": [FORGE]})) as first:
        ask(first)
        body = first.workspace.sent[-1].body
    with an_office(folder) as second:
        yield second, body


def calls(office: Office, method: str) -> int:
    return sum(call.method == method for call in office.workspace.calls)


@pytest.mark.parametrize(
    ("ask", "method"),
    [
        (
            lambda office: office.workspace.say(ADA, NOC, f"see {FORGE}/customers/ben-llc"),
            "chat.unfurl",
        ),
        (lambda office: office.workspace.open_home(ADA), "views.publish"),
    ],
    ids=["link", "home"],
)
def test_an_event_is_taken_once_by_whichever_process(
    tmp_path: Path, ask: Callable[[Office], object], method: str
) -> None:
    done: list[int] = []

    def once(office: Office) -> None:
        ask(office)
        office.workers.settle()
        done.append(calls(office, method))

    with delivered(tmp_path, once) as (office, body):
        assert office.send(body) == 200

        assert done[0] > 0
        assert calls(office, method) == 0
        ask(office)
        office.workers.settle()
        assert calls(office, method) == done[0]


def test_an_event_that_was_delivered_and_not_taken_is_taken_when_it_comes_again(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path, a_carrier(slack={"links": [FORGE]})) as first:
        first.workspace.say(ADA, NOC, f"see {FORGE}/customers/ben-llc")
        body = first.workspace.sent[-1].body
    assert '"event_id"' in body
    unheard = body.replace('"Ev', '"EvNEW')

    with an_office(tmp_path) as second:
        assert second.send(unheard) == 200
        assert second.send(unheard) == 200
        assert calls(second, "chat.unfurl") == 1


def test_a_command_is_one_operation(tmp_path: Path) -> None:
    with delivered(tmp_path, lambda office: office.slash(LINE)) as (office, body):
        assert office.send(body) == 200

        assert [one.command for one in office.operations()] == ["customer edit"]


def test_a_button_commits_once(tmp_path: Path) -> None:
    def confirm(office: Office) -> None:
        office.slash(LINE)
        office.press(office.told(), "Confirm")

    with delivered(tmp_path, confirm) as (office, body):
        assert office.send(body) == 200

        assert sorted(one.command for one in office.operations()) == ["confirm", "customer edit"]
        assert len(office.commits()) == 2


def test_a_form_is_submitted_once(tmp_path: Path) -> None:
    def submit(office: Office) -> None:
        office.slash("/customer add")
        office.workspace.suggest(ADA, office.view(), "value", "eur", block_id="currency")
        assert office.submit({"name": "Zed", "currency": "EUR"}).ok

    with delivered(tmp_path, submit) as (office, body):
        before = office.operations()
        assert office.send(body) == 200

        assert office.operations() == before
        assert [one.command for one in before] == ["customer add"]

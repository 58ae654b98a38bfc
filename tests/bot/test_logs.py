"""What the program logs: JSON away from a terminal, libraries too, and no secrets whatever happens."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import Any

import pytest
import structlog

from bot.logs import configure_logs
from engine.errors import Unavailable
from engine.ports.operations import OperationState
from handlers.kit.reply import Outcome
from tests.builders import a_carrier, a_house, readers

SECRETS = (
    "xoxb-1234-5678-abcdef",
    "xapp-1-A012-345-abcdef",
    "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQ",
    "ghp_abcdefghij0123456789",
)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_json_with_its_level_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    structlog.get_logger().info("change.done", commit="abc")

    [line] = lines(capsys)
    assert (line["event"], line["commit"], line["level"]) == ("change.done", "abc", "info")
    assert line["timestamp"].endswith("Z")


def test_lines_of_libraries_take_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    logging.getLogger("a_library.of_others").warning("port %d is odd", 3)
    logging.getLogger("slack_bolt").info("a body")

    [line] = lines(capsys)
    assert (line["event"], line["level"]) == ("port 3 is odd", "warning")


@pytest.mark.parametrize("secret", SECRETS)
def test_tokens_and_keys_are_masked_wherever_they_stand(
    secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    log = structlog.get_logger()
    log.info("a", said=f"token {secret} refused", nested={"deep": [secret]})
    try:
        raise RuntimeError(f"with {secret}")
    except RuntimeError:
        log.exception("b")
    logging.getLogger("library").error("said %s", secret)

    text = capsys.readouterr().err
    assert secret not in text
    assert text.count("***") >= 4


def test_a_login_in_an_address_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    structlog.get_logger().info("a", url="smtps://user:pa55word@mail.example.com:465")

    [line] = lines(capsys)
    assert line["url"] == "smtps://***@mail.example.com:465"


def test_no_secret_of_a_command_gets_into_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(logging.DEBUG)
    files = {"customers/ben-llc/contacts.yaml": CONTACTS}
    carrier = a_house(a_carrier(extra=files, secrets=readers()))
    said = "correct-horse-battery-9"

    reply = carrier.run("contact password set", customer="ben-llc", contact="zoe", password=said)
    assert reply.outcome is Outcome.DONE, reply.summary

    assert said not in capsys.readouterr().err


def test_a_remote_that_goes_and_comes_back_is_told_once_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs()
    carrier = a_house()
    for reachable in (True, False, False, True, True):
        carrier.remote.is_reachable = reachable
        with suppress(Unavailable):
            carrier.house.books.refresh()

    told = [line["event"] for line in lines(capsys) if line["event"].startswith("config.")]
    assert told == ["config.away", "config.back"]


def test_a_run_of_a_change_tells_the_digest_of_its_plan(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    carrier = a_house()
    planned = carrier.type("customer edit ben-llc --channels 60")
    carrier.confirm(planned)

    ran = [line for line in lines(capsys) if line["event"] == "command.run"]
    assert [(one["command"], one["outcome"]) for one in ran] == [
        ("customer edit", "asks"),
        ("confirm", "done"),
    ]
    assert {one["digest"] for one in ran} == {planned.values["digest"]}


CONTACTS = b"""\
contacts:
  - id: zoe
    name: Zoe
    email: zoe@ben.example
"""


def test_what_is_logged_during_an_operation_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    carrier = a_house()
    waiting = carrier.type("customer edit ben-llc --channels 60")
    carrier.remote.is_reachable = False
    carrier.confirm(waiting)
    carrier.remote.is_reachable = True
    carrier.house.desk.resume()

    found = lines(capsys)
    assert carrier.operation(waiting.operation).state is OperationState.DONE
    [line] = [
        line for line in found if line["event"] == "command.run" and line["who"] == "operator:ada"
    ][-1:]
    assert line["operation"] == waiting.operation

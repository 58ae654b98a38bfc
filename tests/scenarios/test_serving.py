"""The bot as a process: ready when it can work, measured, and gone within 20 seconds of being told, with nothing lost."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import httpx2
import pytest
from slack_sdk.signature import SignatureVerifier

from adapters.store.opening import open_store
from adapters.system import SystemClock
from bot.console.server import Console
from bot.demo import people_of
from engine.ports.operations import Operation, OperationState
from tests.builders import a_book, a_carrier
from tests.git_remote import bare_remote
from tests.scenarios.steps import CHANNELS, SECRET, TOKEN, command_body
from tests.stores import store_in

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it
TOP = Path(__file__).parents[2]
MAIN = "import sys; from bot.cli.main import main; sys.exit(main())"
HELD = """#!/bin/sh
echo begun > {folder}/begun
sleep {seconds}
"""


@dataclass
class Process:
    """A bot that serves, and how to ask it."""

    popen: subprocess.Popen[str]
    folder: Path
    port: int
    private: int
    log: Path

    def get(self, path: str, *, private: bool = False) -> httpx2.Response:
        port = self.private if private else self.port
        with httpx2.Client(transport=httpx2.HTTPTransport(retries=8), trust_env=False) as client:
            return client.get(f"http://127.0.0.1:{port}{path}", timeout=30)

    def until_ready(self) -> None:
        began = monotonic()
        while self.get("/readyz").status_code != 200:
            assert monotonic() - began < 30, self.log.read_text()

    def slash(self, text: str) -> int:
        return self.answer(text)[0]

    def answer(self, text: str, **more: str) -> tuple[int, str]:
        body = command_body(text, **more)
        url = f"http://127.0.0.1:{self.port}/slack/events"
        answer = httpx2.post(url, content=body, headers=signed(body), trust_env=False, timeout=30)
        return answer.status_code, answer.text

    @contextmanager
    def begun(self, text: str) -> Iterator[Callable[[], bytes]]:
        """Begin to send a command; what is given sends the rest of it, and gives the first line of the answer."""
        body = command_body(text)
        fields = {**signed(body), "Host": "bot", "Content-Length": str(len(body))}
        lines = [f"{name}: {value}" for name, value in {**fields, "Expect": "100-continue"}.items()]
        head = "\r\n".join(["POST /slack/events HTTP/1.1", *lines, "", ""])
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection,
            connection.makefile("rb") as answers,
        ):
            connection.sendall(head.encode())
            assert answers.readline() == b"HTTP/1.1 100 Continue\r\n"

            def rest() -> bytes:
                connection.sendall(body.encode())
                return next((line for line in answers if line.startswith(b"HTTP/1.1")), b"nothing")

            yield rest

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def operations(self) -> list[Operation]:
        store = open_store(store_in(self.folder), create=False)
        found = list(store.operations.recent(actor=None, limit=20))
        store.close()
        return found


def signed(body: str) -> dict[str, str]:
    """The headers with which Slack sends a form."""
    stamp = str(int(SystemClock().now().timestamp()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or ""
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature,
    }


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path) -> Iterator[Process]:
    remote = folder / "remote.git"
    if not remote.exists():
        bare_remote(remote, a_carrier())
    console = Console(
        people_of(a_book()),
        channels=CHANNELS,
        signing_secret=SECRET,
        bot_token=TOKEN,
        now=SystemClock().now,
        commands=(),
        shortcuts=(),
    )
    console.start_api()
    port, private, log = free_port(), free_port(), folder / "log"
    environment = {
        **os.environ,
        "TRUNKLINE_CONFIG_REPO": str(remote),
        "TRUNKLINE_STATE_DIR": str(folder / "state"),
        "DATABASE_URL": store_in(folder),
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": console.api_url,
        "SMTP_URL": f"folder:{folder / 'mail'}",
        "MAIL_FROM": "noc@carrier.example",
        "METRICS_ADDRESS": f"127.0.0.1:{private}",
    }
    with (
        log.open("a") as errors,
        subprocess.Popen(
            [sys.executable, "-c", MAIN, "serve", "--http", f"127.0.0.1:{port}"],
            cwd=TOP,
            env=environment,
            stderr=errors,
            stdout=errors,
            text=True,
        ) as popen,
    ):
        try:
            yield Process(popen, folder, port, private, log)
        finally:
            popen.kill()
            popen.wait(10)
            console.stop()


def hold_pushes(folder: Path, *, seconds: int) -> Path:
    """Let the remote take its time with a push; gives the pipe that tells when one has begun."""
    pipe = folder / "begun"
    if not pipe.exists():
        os.mkfifo(pipe)
    hook = folder / "remote.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HELD.format(folder=folder, seconds=seconds))
    hook.chmod(0o755)
    return pipe


def end(process: Process) -> tuple[int, float]:
    """Tell it to stop; gives its exit code and the seconds it took."""
    since = monotonic()
    process.popen.send_signal(signal.SIGTERM)
    return process.popen.wait(30), monotonic() - since


def test_it_is_ready_measured_and_logs_json_without_secrets(tmp_path: Path) -> None:
    with serving(tmp_path) as bot:
        bot.until_ready()
        assert bot.slash("whoami") == 200
        assert bot.get("/livez").text == "lives\n"
        assert bot.get("/metrics").status_code == 404
        measured = bot.get("/metrics", private=True).text
        code, _ = end(bot)

    assert code == 0
    assert "trunkline_ack_seconds_count 1.0" in measured
    assert "trunkline_leader 1.0" in measured
    events = {line["event"] for line in bot.lines()}
    assert {"serve.http", "serve.metrics", "serve.drains", "serve.ended"} <= events
    said = bot.log.read_text()
    assert SECRET not in said
    assert TOKEN not in said
    assert [line for line in bot.lines() if line["level"] != "info"] == []


def test_what_runs_when_it_is_told_to_stop_is_finished(tmp_path: Path) -> None:
    with serving(tmp_path) as bot:
        bot.until_ready()
        pipe = hold_pushes(tmp_path, seconds=2)
        assert bot.slash("customer edit ben-llc --tags uk") == 200
        pipe.read_text()
        code, took_s = end(bot)

    assert code == 0
    assert took_s < 20
    [operation] = bot.operations()
    assert operation.state is OperationState.DONE
    bound = [line for line in bot.lines() if line.get("operation") == operation.id]
    assert {line["event"] for line in bound} >= {"change.done", "command.run"}


def test_what_takes_too_long_is_left_and_done_by_the_next_process(tmp_path: Path) -> None:
    with serving(tmp_path) as bot:
        bot.until_ready()
        pipe = hold_pushes(tmp_path, seconds=25)
        assert bot.slash("customer edit ben-llc --tags uk") == 200
        pipe.read_text()
        code, took_s = end(bot)

    assert code == 0
    assert took_s < 20
    [operation] = bot.operations()
    assert operation.state is OperationState.QUEUED
    (tmp_path / "remote.git" / "hooks" / "pre-receive").unlink()
    with serving(tmp_path) as again:
        again.until_ready()
        began = monotonic()
        while again.operations()[-1].state is not OperationState.DONE:
            assert monotonic() - began < 60, again.log.read_text()
            again.get("/livez")
        end(again)
    log = subprocess.run(
        ["git", "log", "--format=%s", "main"],
        cwd=tmp_path / "remote.git",
        check=True,
        capture_output=True,
        text=True,
    )
    assert log.stdout.count("Edit") == 1


@pytest.mark.parametrize(
    "told", [(signal.SIGTERM,), (signal.SIGINT,), (signal.SIGINT, signal.SIGINT, signal.SIGTERM)]
)
def test_a_request_that_is_under_way_is_answered_however_it_is_told_to_stop(
    tmp_path: Path, told: tuple[signal.Signals, ...]
) -> None:
    with serving(tmp_path) as bot:
        bot.until_ready()
        with bot.begun("customer edit ben-llc --tags uk") as rest:
            for one in told:
                bot.popen.send_signal(one)
            while "stops" not in bot.get("/readyz", private=True).text:
                assert bot.popen.poll() is None
            assert rest() == b"HTTP/1.1 200 OK\r\n"
        assert bot.popen.wait(30) == 0

    assert len(bot.operations()) == 1
    assert "Traceback" not in bot.log.read_text()


def test_every_request_that_was_acknowledged_is_worked_on_by_this_process_or_the_next(
    tmp_path: Path,
) -> None:
    taken: list[str] = []
    first = threading.Event()

    def ask(number: int) -> None:
        trigger = f"1{number:03}.2.3"
        try:
            text = f"customer edit ben-llc --channels {number + 1}"
            if bot.answer(text, trigger_id=trigger) == (
                200,
                "",
            ):  # a busy store is told in the answer
                taken.append(trigger)
        except httpx2.TransportError:  # it does not listen any more
            return
        finally:
            first.set()

    with serving(tmp_path) as bot:
        bot.until_ready()
        crowd = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
        for one in crowd:
            one.start()
        assert first.wait(30)
        code, took_s = end(bot)
        for one in crowd:
            one.join()

    assert (code, took_s < 20) == (0, True)
    known = {operation.delivery for operation in bot.operations()}
    assert [one for one in taken if not any(one in delivery for delivery in known)] == []
    assert taken
    with serving(tmp_path) as again:
        again.until_ready()
        began = monotonic()
        while any(one.state is OperationState.RECEIVED for one in again.operations()):
            assert monotonic() - began < 60, again.log.read_text()
            again.get("/livez")
        end(again)
    assert {one.delivery for one in again.operations()} == known

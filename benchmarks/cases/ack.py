"""Acknowledgements over HTTP: signed slash commands through the real route, against the same route with an empty handler.

Clients in a process of their own send ``/customer show`` as fast as they are answered, eight times each, on two cores with
five long computations beside. Ours parses, records the operation durably and acknowledges, while workers behind it run the
command and answer; the peer only acknowledges. Slack waits 3 s. "Each" is the time from one acknowledgement to the next: its
target of 2.5 times the peer's is 0.4 of the peer's throughput.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bots import EMPTY, SECRET, empty_app, long_jobs, served, slack, whole_bot
from benchmarks.crowds import REQUESTS_EACH, Crowd, rows_of
from benchmarks.harness import Row
from bot.web.slack_route import slack_application
from bot.workers import Precedence


def measure() -> Sequence[Row]:
    """Serve both on ports of their own and let the clients loose on each in turns."""
    with (
        tempfile.TemporaryDirectory() as folder,
        slack() as api,
        whole_bot(Path(folder), api) as ours,
    ):
        app = empty_app(api)
        with (
            served(slack_application(ours.bot.app, SECRET, ours.bot.workers.precedence)) as route,
            served(slack_application(app, SECRET, Precedence())) as peer,
            long_jobs(),
        ):
            return rows_of(
                lambda clients, label: send(route.port, clients, f"ours.{label}", api),
                lambda clients, label: send(peer.port, clients, f"peer.{label}", api),
                EMPTY,
                ours.settle,
            )


def send(port: int, clients: int, label: str, api: str) -> Crowd:
    """Let clients loose on a port; gives what they met."""
    said = {
        "url": f"http://127.0.0.1:{port}/slack/events",
        "secret": SECRET,
        "label": label,
        "clients": clients,
        "requests": REQUESTS_EACH[clients],
        "response_url": f"{api}response",
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.clients"],
        input=json.dumps(said),
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    met = json.loads(done.stdout)
    return Crowd(tuple(met["waits"]), met["took"])

"""Clients that send signed slash commands, each on a connection of its own; a process apart from what they measure.

Takes JSON on standard input (url, secret, label, clients, requests, response_url) and prints how many milliseconds
each request waited, as a JSON list.
"""

from __future__ import annotations

import http.client
import json
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter_ns
from typing import Any
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

from adapters.system import SystemClock
from benchmarks.harness import NS_PER_MS

TIMEOUT_S = 30


def main() -> None:
    """Run every client at once."""
    said = json.load(sys.stdin)
    with ThreadPoolExecutor(said["clients"]) as pool:
        taken = list(pool.map(lambda number: client(said, number), range(said["clients"])))
    sys.stdout.write(json.dumps([one for times in taken for one in times]))


def client(said: Mapping[str, Any], number: int) -> list[float]:
    """Send one request after the other; gives the time each took."""
    address = urlsplit(said["url"])
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=TIMEOUT_S)
    signer = SignatureVerifier(said["secret"])
    times = []
    for count in range(said["requests"]):
        body = urlencode(command(said, f"{said['label']}.{number}.{count}"))
        headers = signed(signer, body)
        began = perf_counter_ns()
        connection.request("POST", address.path, body, headers)
        answer = connection.getresponse()
        answer.read()
        times.append((perf_counter_ns() - began) / NS_PER_MS)
        if answer.status != http.client.OK:
            raise ValueError(f"answered {answer.status}")
    connection.close()
    return times


def command(said: Mapping[str, Any], trigger: str) -> Mapping[str, str]:
    """Write a slash command as Slack posts it."""
    return {
        "command": "/customer",
        "text": "show customer-000007",
        "team_id": "T0HARBOUR",
        "user_id": "U0ADA001",
        "channel_id": "C0GENERAL",
        "trigger_id": trigger,
        "response_url": said["response_url"],
    }


def signed(signer: SignatureVerifier, body: str) -> Mapping[str, str]:
    """Sign a body as Slack does, now."""
    stamp = str(int(SystemClock().now().timestamp()))
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": str(signer.generate_signature(timestamp=stamp, body=body)),
    }


if __name__ == "__main__":
    main()

"""Clients that send signed slash commands, each on a connection of its own; a process apart from what they measure.

Takes JSON on standard input (url, secret, label, clients, requests, response_url) and prints how many milliseconds
each request waited (``waits``) and all of them together took (``took``), as JSON. One thread, and every request is signed
before the first is sent: on a small machine what the clients cost is taken from what they measure.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections.abc import Mapping, Sequence
from time import perf_counter_ns
from typing import Any
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

from adapters.system import SystemClock
from benchmarks.harness import NS_PER_MS

TIMEOUT_S = 60


def main() -> None:
    """Run every client at once."""
    said = json.load(sys.stdin)
    signer = SignatureVerifier(said["secret"])
    sent = [
        [
            _request(said, signer, f"{said['label']}.{number}.{count}")
            for count in range(said["requests"])
        ]
        for number in range(said["clients"])
    ]
    gc.disable()
    json.dump(asyncio.run(_all(said["url"], sent)), sys.stdout)


async def _all(url: str, sent: Sequence[Sequence[bytes]]) -> Mapping[str, object]:
    address = urlsplit(url)
    streams = [await asyncio.open_connection(address.hostname, address.port) for _ in sent]
    began = perf_counter_ns()
    async with asyncio.timeout(TIMEOUT_S):
        waits = await asyncio.gather(
            *(_client(*stream, requests) for stream, requests in zip(streams, sent, strict=True))
        )
    took = (perf_counter_ns() - began) / NS_PER_MS
    for _, writer in streams:
        writer.close()
    return {"waits": [wait for one in waits for wait in one], "took": took}


async def _client(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, requests: Sequence[bytes]
) -> list[float]:
    """Send one request after the other; gives how long each waited."""
    waits = []
    for request in requests:
        began = perf_counter_ns()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        waits.append((perf_counter_ns() - began) / NS_PER_MS)
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError(f"answered {head!r}")
    return waits


def _request(said: Mapping[str, Any], signer: SignatureVerifier, trigger: str) -> bytes:
    """Write a signed slash command as it goes over the wire."""
    address = urlsplit(said["url"])
    body = urlencode(command(trigger, said["response_url"]))
    stamp = str(int(SystemClock().now().timestamp()))
    lines = (
        f"POST {address.path} HTTP/1.1",
        f"Host: {address.netloc}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"X-Slack-Request-Timestamp: {stamp}",
        f"X-Slack-Signature: {signer.generate_signature(timestamp=stamp, body=body)}",
    )
    return "\r\n".join((*lines, "", body)).encode()


def command(trigger: str, response_url: str) -> dict[str, str]:
    """Write the fields of a slash command as Slack sends them."""
    return {
        "command": "/customer",
        "text": "show customer-000007",
        "team_id": "T0HARBOUR",
        "user_id": "U0ADA001",
        "channel_id": "C0GENERAL",
        "trigger_id": trigger,
        "response_url": response_url,
    }


if __name__ == "__main__":
    main()

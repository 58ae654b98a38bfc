"""Slack's end of a WebSocket that is always full; a process apart from what it measures.

Prints the address to connect to. Then, for each line of JSON on standard input (label, clients, requests), keeps so many
envelopes in flight over the one connection, and prints ``waits`` and ``took`` as ``benchmarks.clients`` does.
"""

from __future__ import annotations

import gc
import json
import socket
import sys
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from queue import SimpleQueue
from time import perf_counter_ns
from typing import Any

from benchmarks.clients import command
from benchmarks.harness import NS_PER_MS
from bot.console.websocket import ClosedError, ServerSocket


def main() -> None:
    """Take one connection, and send what is asked for."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sys.stdout.write(f"ws://127.0.0.1:{listening.getsockname()[1]}/\n")
        sys.stdout.flush()
        connection, _ = listening.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link = ServerSocket(connection)
    link.accept(link.asked()[":key"])
    taken: SimpleQueue[str] = SimpleQueue()
    # Read also while nothing is asked for: pings are answered by reading.
    threading.Thread(target=_read, args=(link, taken), daemon=True).start()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_crowd(link, taken, json.loads(line))) + "\n")
        sys.stdout.flush()


def _read(link: ServerSocket, taken: SimpleQueue[str]) -> None:
    with suppress(ClosedError):  # the bot that is measured has left
        while True:
            taken.put(link.receive())


def _crowd(
    link: ServerSocket, taken: SimpleQueue[str], said: Mapping[str, Any]
) -> Mapping[str, object]:
    count = said["clients"] * said["requests"]
    names = [f"{said['label']}.{number}" for number in range(count)]
    waiting = deque((name, _envelope(name)) for name in names)
    sent: dict[str, int] = {}
    waits = []
    gc.disable()
    began = perf_counter_ns()
    for _ in range(said["clients"]):
        _send(link, sent, *waiting.popleft())
    while sent:
        name = json.loads(taken.get())["envelope_id"]
        waits.append((perf_counter_ns() - sent.pop(name)) / NS_PER_MS)
        if waiting:
            _send(link, sent, *waiting.popleft())
    took = (perf_counter_ns() - began) / NS_PER_MS
    gc.enable()
    return {"waits": waits, "took": took}


def _send(link: ServerSocket, sent: dict[str, int], name: str, envelope: str) -> None:
    sent[name] = perf_counter_ns()
    link.send(envelope)


def _envelope(name: str) -> str:
    payload = command(name, "")
    return json.dumps({"envelope_id": name, "type": "slash_commands", "payload": payload})


if __name__ == "__main__":
    main()

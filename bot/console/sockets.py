"""Slack's end of Socket Mode: apps connect here, get every request as an envelope, and acknowledge it by its id."""

from __future__ import annotations

import itertools
import json
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from bot.console.delivery import ACK_S, Delivery
from bot.console.model import JSON
from bot.console.serving import LOOPBACK
from bot.console.websocket import ClosedError, ServerSocket

MOST_CONNECTIONS = 10
_NOBODY = "dispatch_failed"


class Sockets:
    """The connections of one app. Thread-safe; listens from when it is made."""

    def __init__(self, app_id: str, port: int = 0) -> None:
        """Listen on ``port`` of the loopback interface (0 takes a free one)."""
        self._app_id = app_id
        self._listening = socket.create_server((LOOPBACK, port), backlog=16)
        self.port: int = self._listening.getsockname()[1]
        self._changed = threading.Condition()
        self._tickets: set[str] = set()
        self._links: list[ServerSocket] = []
        self._awaited: dict[str, tuple[ServerSocket, Future[Any]]] = {}
        self._turns = itertools.count()
        self._numbers = itertools.count(1)
        self.urls_given = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def open_url(self) -> str:
        """Give an address that is good for one connection."""
        ticket = secrets.token_urlsafe(12)
        with self._changed:
            self._tickets.add(ticket)
            self.urls_given += 1
        return f"ws://{LOOPBACK}:{self.port}/link/?ticket={ticket}&app_id={self._app_id}"

    def deliver(self, envelope: JSON, *, within_s: float) -> tuple[str, Any]:
        """Send an envelope over any one connection; gives Slack's word if it was not acknowledged, else the payload."""
        link = self._any()
        if link is None:
            return _NOBODY, None
        name, answer = f"{next(self._numbers):08d}-{secrets.token_hex(4)}", Future[Any]()
        with self._changed:
            self._awaited[name] = (link, answer)
        try:
            link.send(json.dumps({"envelope_id": name, **envelope}))
            return "", answer.result(within_s)
        except TimeoutError:
            return "operation_timeout", None
        except ClosedError:
            return _NOBODY, None
        finally:
            with self._changed:
                self._awaited.pop(name, None)

    # --- what may happen to connections --------------------------------------------------------------------------

    def wait_connected(self, count: int = 1, *, within_s: float = 10) -> bool:
        """Wait until the app holds so many connections."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._links) >= count, within_s)

    def drop(self) -> None:
        """Reset every connection, as a failing network does."""
        self._each(ServerSocket.abort)

    def fall_silent(self) -> None:
        """Leave every connection open and dead: nothing comes, no ping is answered, and nothing more is sent on it."""
        with self._changed:
            silent, self._links = self._links, []
        for link in silent:
            link.play_dead()

    def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, as Slack does every few hours; it closes the old connection itself."""
        said = json.dumps(
            {"type": "disconnect", "reason": reason, "debug_info": {"host": LOOPBACK}}
        )
        with self._changed:
            old, self._links = self._links, []
        for link in old:
            with suppress(ClosedError):
                link.send(said)

    def stop(self) -> None:
        """Stop listening and end every connection."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(timeout=10)
        self._each(ServerSocket.close)

    # --- inside --------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:  # closed by `stop`
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        link = ServerSocket(connection)
        try:
            self._welcome(link)
            while True:
                self._take(link.receive())
        except ClosedError:
            self._leave(link)
        finally:
            link.close()

    def _welcome(self, link: ServerSocket) -> None:
        asked = link.asked()
        with self._changed:
            known = asked.get("ticket") in self._tickets and len(self._links) < MOST_CONNECTIONS
            self._tickets.discard(asked.get("ticket", ""))
        if not known:
            link.refuse()
            raise ClosedError("no ticket")
        link.accept(asked[":key"])
        with self._changed:
            count = len(self._links) + 1
        hello = {
            "type": "hello",
            "num_connections": count,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": LOOPBACK, "approximate_connection_time": 18060},
        }
        link.send(json.dumps(hello))
        with self._changed:
            self._links.append(link)
            self._changed.notify_all()

    def _take(self, text: str) -> None:
        """Take an acknowledgement."""
        try:
            said = json.loads(text)
        except ValueError:
            return
        with self._changed:
            _, answer = self._awaited.pop(str(said.get("envelope_id")), (None, None))
        if answer is not None:
            answer.set_result(said.get("payload"))

    def _leave(self, link: ServerSocket) -> None:
        with self._changed:
            self._links = [one for one in self._links if one is not link]
            lost = [answer for over, answer in self._awaited.values() if over is link]
            self._changed.notify_all()
        for answer in lost:
            if not answer.done():
                answer.set_exception(ClosedError("the connection was lost"))

    def _any(self) -> ServerSocket | None:
        with self._changed:
            return self._links[next(self._turns) % len(self._links)] if self._links else None

    def _each(self, do: Callable[[ServerSocket], None]) -> None:
        with self._changed:
            links, self._links = self._links, []
        for link in links:
            do(link)


class SocketDelivery(Delivery):
    """The way to an app over Socket Mode: no signature, an envelope around the payload."""

    def __init__(
        self,
        sockets: Callable[[], Sockets],
        now: Callable[[], float],
        ack_s: float = ACK_S,
        *,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        """Deliver over ``sockets``; the rest is as with `Delivery`."""
        super().__init__(str, "no signature", now, ack_s, told=told)
        self._sockets = sockets

    def _exchange(
        self, body: bytes, headers: Mapping[str, str], payload: Any
    ) -> tuple[str, int, Any]:
        error, said = self._sockets().deliver(envelope(payload, headers), within_s=self._ack_s)
        return error, 0 if error else 200, "" if said is None else said


def envelope(payload: Mapping[str, Any], headers: Mapping[str, str]) -> JSON:
    """Wrap a payload the way Slack does; it names a retry there and not in headers."""
    if "command" in payload:
        kind = "slash_commands"
    else:
        kind = "events_api" if payload["type"] == "event_callback" else "interactive"
    wrapped: JSON = {
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }
    if "X-Slack-Retry-Num" in headers:
        wrapped["retry_attempt"] = int(headers["X-Slack-Retry-Num"])
        wrapped["retry_reason"] = headers["X-Slack-Retry-Reason"]
    return wrapped

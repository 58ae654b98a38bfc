"""Socket Mode: requests of Slack over a WebSocket that this side opened, to the same listeners as over HTTP.

The connection is our own, on websocket-client, because the one of Slack's SDK is slower to notice and loses
acknowledgements: docs/decisions/0023-socket-mode.md.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http import HTTPStatus
from queue import SimpleQueue
from time import monotonic

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.request import SocketModeRequest
from websocket import (
    ABNF,
    WebSocket,
    WebSocketException,
    WebSocketTimeoutException,
    create_connection,
)

from bot.web.slack_route import THREADS
from bot.workers import Precedence, report

log = structlog.get_logger()

BEAT_S = 0.5
"""How long a connection may be quiet before it is asked whether it lives; three times that without an answer it is lost."""
BEATS = 3
CONNECT_S = 5.0
LAST_ACKS_S = 3.0  # Slack takes no acknowledgement later
PAUSES_S = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

_LOST = (WebSocketException, OSError)


class SocketMode:
    """Keeps a connection open, and has the next one before it leaves the last."""

    def __init__(
        self, app: App, client: WebClient, precedence: Precedence, *, beat_s: float = BEAT_S
    ) -> None:
        """Hand requests to ``app``; ``client`` has the token of the app, not the bot's."""
        self._beat_s = beat_s
        self._app = app
        self._client = client
        self._precedence = precedence
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="socket")
        self._over: SimpleQueue[_Link | None] = SimpleQueue()
        self._ended = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="socket-keeper", daemon=True)
        self._link: _Link | None = None

    def start(self) -> None:
        """Connect, and stay connected from then on.

        Raises:
            SlackApiError, SlackClientError, OSError: Slack gave no address, or nobody answers there.
        """
        try:
            self._follow(self._connect())
        except WebSocketException as error:
            raise ConnectionError(str(error)) from error
        self._keeper.start()

    def stop(self) -> None:
        """Take nothing more, acknowledge what was taken, and leave."""
        self._ended.set()
        self._over.put(None)
        if self._keeper.is_alive():
            self._keeper.join(timeout=CONNECT_S * 2)
        if self._link is not None:
            self._link.leave()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _keep(self) -> None:
        """Replace every connection that is over, or about to be."""
        while (old := self._over.get()) is not None:
            since = monotonic()
            new = self._connect_at_last()
            if new is None:
                return
            self._follow(new)
            log.info("socket.replaced", why=old.over, ms=round((monotonic() - since) * 1000))
            self._pool.submit(old.leave)

    def _connect_at_last(self) -> _Link | None:
        """Try until it works, after longer and longer pauses; None if the bot stops meanwhile."""
        tries = 0
        while not self._ended.wait(PAUSES_S[min(tries, len(PAUSES_S) - 1)]):
            try:
                return self._connect()
            except (SlackClientError, *_LOST) as error:
                log.warning("socket.not_connected", error=type(error).__name__, tries=tries + 1)
            tries += 1
        return None

    def _connect(self) -> _Link:
        given = self._client.apps_connections_open(app_token=str(self._client.token))
        connection = create_connection(given["url"], timeout=CONNECT_S, enable_multithread=True)
        connection.settimeout(self._beat_s)
        return _Link(connection)

    def _follow(self, link: _Link) -> None:
        self._link = link
        threading.Thread(target=self._read, args=(link,), name="socket", daemon=True).start()

    def _read(self, link: _Link) -> None:
        """Hand on what comes over a connection until it ends; ask for the next one as soon as Slack says it will."""
        for text in link.texts():
            message = json.loads(text)
            if message.get("type") == "disconnect":
                self._is_over(link, str(message.get("reason")))
            elif (request := SocketModeRequest.from_dict(message)) is not None:
                self._pool.submit(self._answer, link, request).add_done_callback(report)
        self._is_over(link, "lost")

    def _is_over(self, link: _Link, why: str) -> None:
        if not link.over:
            link.over = why
            self._over.put(link)

    def _answer(self, link: _Link, request: SocketModeRequest) -> None:
        """Acknowledge over the connection that the request came by."""
        with self._precedence.acknowledging(), link.acknowledging():
            try:
                answer = run_bolt_app(self._app, request)
                if answer.status == HTTPStatus.OK:
                    link.send(acknowledgement(request, answer))
                else:  # Slack has no word for a refusal here: it hears nothing
                    log.warning("socket.refused", status=answer.status, kind=request.type)
            except _LOST as error:
                log.warning("socket.not_acknowledged", error=type(error).__name__)


def acknowledgement(request: SocketModeRequest, answer: BoltResponse) -> str:
    """Write what Bolt answered as Slack wants it over a socket."""
    said: dict[str, object] = {"envelope_id": request.envelope_id}
    if answer.body:
        is_json = answer.first_headers().get("content-type", "").startswith("application/json")
        said["payload"] = json.loads(answer.body) if is_json else {"text": answer.body}
    return json.dumps(said)


class _Link:
    """One connection: a thread reads it, others send."""

    def __init__(self, connection: WebSocket) -> None:
        self._connection = connection
        self._changed = threading.Condition()
        self._in_hand = 0
        self.over = ""  # why it is to be replaced

    def texts(self) -> Iterator[str]:
        """Give every message until the connection ends, or lives no more; then it is closed."""
        try:
            yield from self._texts()
        finally:
            self._connection.shutdown()  # type: ignore[no-untyped-call]  # the library has no annotation there

    def _texts(self) -> Iterator[str]:
        quiet = 0
        while quiet < BEATS:
            try:
                kind, data = self._connection.recv_data(control_frame=True)
                quiet = 0
            except WebSocketTimeoutException:
                quiet += 1
                self._ask()
                continue
            except _LOST:
                return
            if kind == ABNF.OPCODE_CLOSE:
                return
            if kind == ABNF.OPCODE_TEXT:
                yield data.decode("utf-8", "replace")

    def send(self, text: str) -> None:
        """Send a message."""
        self._connection.send(text)

    @contextmanager
    def acknowledging(self) -> Iterator[None]:
        """Keep the connection until an acknowledgement is sent."""
        with self._changed:
            self._in_hand += 1
        try:
            yield
        finally:
            with self._changed:
                self._in_hand -= 1
                self._changed.notify_all()

    def leave(self) -> None:
        """Close when nothing is left to acknowledge."""
        with self._changed:
            self._changed.wait_for(lambda: not self._in_hand, LAST_ACKS_S)
        with suppress(*_LOST):
            self._connection.send_close()  # the other side closes in answer, and the reader ends

    def _ask(self) -> None:
        """Ask the other side whether it is there; whatever comes from it says so."""
        with suppress(*_LOST):
            self._connection.ping()

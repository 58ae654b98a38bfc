"""A Starlette app served by uvicorn in a thread of its own, on a port that is known once it listens."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"


class Server:
    """Starts when made; the port is bound before the thread runs, so nothing has to wait for it."""

    def __init__(
        self, make: Callable[[int], ASGIApp], port: int = 0, *, host: str = LOOPBACK
    ) -> None:
        """Listen on ``port`` of ``host`` (0 takes a free one); ``make`` is told which."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((host, port))
        self._socket.listen(128)
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            make(self.port),
            log_config=None,  # its lines look like ours
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Begin to stop, without waiting."""
        self._server.should_exit = True

    def stop(self) -> None:
        """Stop listening and wait for the thread."""
        self.ask_to_stop()
        self._thread.join(timeout=10)
        self._socket.close()

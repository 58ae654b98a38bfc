"""The server's side of one WebSocket (RFC 6455): the handshake and whole text messages; pings are answered.

Frames are read and written by websocket-client, whose other half is what the app speaks with.
"""

from __future__ import annotations

import base64
import hashlib
import socket
import struct
import threading
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from websocket import ABNF, WebSocketProtocolException, frame_buffer

_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # fixed by RFC 6455, section 1.3
_LONGEST_HEAD = 16_384
_HANDSHAKE_S = 5.0
_ABORT = struct.pack("ii", 1, 0)  # linger for no time: the other side meets a reset


class ClosedError(Exception):
    """The connection is over."""


class ServerSocket:
    """A connection that a client opened. One thread may receive while others send."""

    def __init__(self, connection: socket.socket) -> None:
        """Take over an accepted connection; `accept` it before anything else."""
        self._socket = connection
        self._sending = threading.Lock()
        self._frames = frame_buffer(self._more, skip_utf8_validation=False)
        self._is_dead = threading.Event()

    def asked(self) -> dict[str, str]:
        """Read the head of the opening request; gives the query of its address, and ``:key`` for `accept`.

        Raises:
            ClosedError: it is no request for a WebSocket.
        """
        self._socket.settimeout(_HANDSHAKE_S)
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._more(4096)
            if len(head) > _LONGEST_HEAD:
                raise ClosedError("the head is too long")
        first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        if headers.get("upgrade", "").lower() != "websocket" or "sec-websocket-key" not in headers:
            raise ClosedError("no request for a WebSocket")
        address = urlsplit(first.split(" ")[1])
        return {**dict(parse_qsl(address.query)), ":key": headers["sec-websocket-key"]}

    def accept(self, key: str) -> None:
        """Agree to the opening request."""
        token = base64.b64encode(hashlib.sha1(key.encode() + _MAGIC).digest())  # noqa: S324 -- RFC 6455 says SHA-1
        self._write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + token + b"\r\n\r\n"
        )
        self._socket.settimeout(None)

    def refuse(self) -> None:
        """Say that the address is not, or no longer, good for a connection."""
        self._write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def receive(self) -> str:
        """Wait for the next text message.

        Raises:
            ClosedError: none follows.
        """
        text = b""
        while True:
            frame = self._frame()
            if self._is_dead.is_set():
                continue
            if frame.opcode == ABNF.OPCODE_CLOSE:
                self._send(ABNF.OPCODE_CLOSE, _bytes(frame))
                raise ClosedError("closed by the client")
            if frame.opcode == ABNF.OPCODE_PING:
                self._send(ABNF.OPCODE_PONG, _bytes(frame))
            elif frame.opcode in (ABNF.OPCODE_TEXT, ABNF.OPCODE_CONT):
                text += _bytes(frame)
                if frame.fin:
                    return text.decode("utf-8", "replace")

    def send(self, text: str) -> None:
        """Send a text message.

        Raises:
            ClosedError: the connection is over.
        """
        self._send(ABNF.OPCODE_TEXT, text.encode())

    def play_dead(self) -> None:
        """Neither send nor answer anything any more, and leave the connection open: what a lost network looks like."""
        self._is_dead.set()

    def abort(self) -> None:
        """Reset the connection at once."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
        self.close()

    def close(self) -> None:
        """End the connection."""
        with suppress(OSError):  # it is over already
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _frame(self) -> ABNF:
        try:
            return self._frames.recv_frame()
        except WebSocketProtocolException as error:
            raise ClosedError(str(error)) from error

    def _send(self, opcode: int, data: bytes) -> None:
        if not self._is_dead.is_set():
            # A server does not mask what it sends.
            self._write(ABNF(1, 0, 0, 0, opcode, 0, data).format())

    def _write(self, data: bytes) -> None:
        try:
            with self._sending:
                self._socket.sendall(data)
        except OSError as error:
            raise ClosedError(str(error)) from error

    def _more(self, count: int) -> bytes:
        try:
            data = self._socket.recv(count)
        except OSError as error:
            raise ClosedError(str(error)) from error
        if not data:
            raise ClosedError("the client went away")
        return data


def _bytes(frame: ABNF) -> bytes:
    return frame.data if isinstance(frame.data, bytes) else frame.data.encode()

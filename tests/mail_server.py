"""A real mail server on loopback that keeps what comes."""

from __future__ import annotations

import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

LATER, NEVER = "later@ben.example.com", "never@ben.example.com"


class MailServer:
    """Listens until it is stopped; says "later" and "never" to the addresses named so."""

    def __init__(self, **options: Any) -> None:
        self.letters: list[bytes] = []
        self.port = _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    def mails(self) -> list[EmailMessage]:
        """What came, read."""
        found = [message_from_bytes(data, policy=default) for data in self.letters]
        return [one for one in found if isinstance(one, EmailMessage)]

    async def handle_RCPT(  # noqa: N802 -- the hook's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address == LATER:
            return "451 try later"
        if address == NEVER:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- the same
        self.letters.append(envelope.original_content)
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port

"""Mail and the server that takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message to one person. ``id`` makes its Message-ID: the same id is the same message, also if it is sent again."""

    id: str
    to: str
    name: str
    subject: str
    text: str
    html: str
    written_at: datetime


class Mailer(Protocol):
    """Handing mail to a server."""

    def send(self, mail: Mail) -> None:
        """Send a mail; the same mail always gives the same bytes.

        Raises:
            Unavailable: the server is away or says "later"; the same mail may be tried again.
            Refused: no server is set up, the mail cannot be written, or the server will never take it.
        """
        ...

"""The in-memory twin of a mail server."""

from __future__ import annotations

from engine.errors import Refused, Unavailable
from engine.ports.mail import Mail


class MemoryMailer:
    """The ``Mailer`` port that keeps what it is given; ``never`` and ``later`` say what it does with an address."""

    def __init__(
        self, *, never: frozenset[str] = frozenset(), later: set[str] | None = None
    ) -> None:
        """Start with nothing sent."""
        self.sent: list[Mail] = []
        self._never = never
        self._later = later if later is not None else set()

    def send(self, mail: Mail) -> None:
        """Keep a mail."""
        for what, text in (("address", mail.to), ("name", mail.name), ("subject", mail.subject)):
            if not text.isprintable():
                raise Refused(
                    f"the {what} of a mail holds a line break or a control character", "take it out"
                )
        if mail.to in self._never:
            raise Refused("the mail server refused it: 550 no such user", "check the address")
        if mail.to in self._later:
            raise Unavailable("the mail server", "451 try later")
        self.sent.append(mail)

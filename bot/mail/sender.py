"""Mail out of the outbox: a letter is opened, drawn from its template, and handed to the mail server."""

from __future__ import annotations

from bot.letters import opened
from bot.mail.drawing import draw
from bot.outbox import UNREADABLE, NotSent
from engine.errors import Refused, Unavailable
from engine.ports.effects import Effect
from engine.ports.mail import Mail, Mailer
from engine.ports.secrets import Vault
from handlers.kit.reply import Outcome, Reply, Text


class MailSender:
    """Sends effects of the kind ``mail.send``."""

    def __init__(self, mailer: Mailer, vault: Vault) -> None:
        """Send with ``mailer``; ``vault`` opens letters."""
        self._mailer = mailer
        self._vault = vault

    def send(self, effect: Effect) -> None:
        """Send an effect; a repeated try sends the same mail with the same Message-ID.

        Raises:
            NotSent: the server is away, or will never take it.
        """
        try:
            letter = opened(effect.payload, self._vault)
        except KeyError as error:
            raise NotSent(UNREADABLE, hopeless=True) from error
        except Refused as refused:  # our key may come back
            raise NotSent(refused.message) from refused
        values = {**letter.said, **letter.secrets, "name": letter.name or letter.to}
        drawn = draw(letter.template, values)
        mail = Mail(
            id=effect.id,
            to=letter.to,
            name=letter.name,
            subject=drawn.subject,
            text=drawn.text,
            html=drawn.html,
            written_at=effect.created_at,
        )
        try:
            self._mailer.send(mail)
        except Unavailable as unavailable:
            raise NotSent(str(unavailable)) from unavailable
        except Refused as refused:
            raise NotSent(refused.message, hopeless=True) from refused

    def lost(self, effect: Effect, error: str) -> Reply | None:
        """Say that the letter did not arrive; what was in it is gone."""
        title, to = (str(effect.payload.get(key, "")) for key in ("title", "to"))
        return Reply(
            f"The mail to {to} was not delivered: {error}.",
            (Text(f"{title}. It is lost: make a new one when the address is mended."),),
            outcome=Outcome.REFUSED,
        )


class NoMailer:
    """Stands where no mail server is set up: nothing is ever sent."""

    def send(self, mail: Mail) -> None:
        """Refuse."""
        raise Refused("no mail server is set up", "set SMTP_URL and MAIL_FROM")

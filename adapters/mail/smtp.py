"""The ``Mailer`` port on SMTP: one connection for each mail, with TLS unless it is switched off."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from adapters.mail.writing import written
from engine.errors import Refused, Unavailable
from engine.ports import Mail

PATIENCE_S = 20
_SERVER = "the mail server"
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server as its URL names it."""

    host: str
    port: int
    is_tls: bool
    starttls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def server_of(url: str) -> Server:
    """Read ``smtp://`` or ``smtps://``.

    Raises:
        Refused: it cannot be read, or would send a password in the clear to another machine.
    """
    parts = urlsplit(url)
    starttls = parse_qs(parts.query).get("starttls", ["yes"])[-1] != "no"
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Refused("SMTP_URL names no mail server", "write smtps://user:password@host:465")
    is_tls = parts.scheme == "smtps"
    server = Server(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        is_tls=is_tls,
        starttls=starttls and not is_tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    if server.user and not (is_tls or starttls or _is_here(server.host)):
        raise Refused(
            "SMTP_URL has a password and no TLS", "use smtps://, or leave out ?starttls=no"
        )
    return server


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class SMTPMailer:
    """Hands mail to one server."""

    def __init__(self, url: str, sender: str) -> None:
        """Send through the server at ``url`` as ``sender``; connects when there is something to send."""
        self._server = server_of(url)
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Send a mail; the same mail always gives the same bytes."""
        message = written(mail, self._sender)
        try:
            with self._connected() as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _answered(code, said) from error
        except smtplib.SMTPAuthenticationError as error:
            # Our login is wrong, not the mail: it waits until somebody mends the login.
            raise Unavailable(_SERVER, "it does not take the login of SMTP_URL") from error
        except smtplib.SMTPResponseException as error:
            raise _answered(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise self._not_supported(mail, error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(_SERVER, type(error).__name__) from error

    def greet(self) -> None:
        """Connect, log in and leave, without a mail.

        Raises:
            Unavailable: the server cannot be reached, has no TLS, or does not take the login.
        """
        try:
            with self._connected() as connection:
                connection.noop()
        except smtplib.SMTPAuthenticationError as error:
            raise Unavailable(_SERVER, "it does not take the login of SMTP_URL") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(_SERVER, f"{type(error).__name__}: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.is_tls:
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=PATIENCE_S, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
        try:
            if server.starttls:
                connection.starttls(context=ssl.create_default_context())
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _not_supported(self, mail: Mail, error: Exception) -> Refused | Unavailable:
        if not mail.to.isascii():
            return Refused(f"the mail server does not take the address {mail.to}", "give another")
        return Unavailable(_SERVER, str(error))


def _answered(code: int, said: bytes | str) -> Refused | Unavailable:
    """Tell "never" (5xx) from "later"; one line of what the server said goes along."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    line = "".join(one for one in text.splitlines()[0][:200] if one.isprintable()) if text else ""
    if code >= 500:
        return Refused(f"the mail server refused it: {code} {line}".rstrip(), "check the address")
    return Unavailable(_SERVER, f"{code} {line}".rstrip())

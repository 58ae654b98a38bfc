"""The ``Mailer`` port on SMTP: one connection for each mail, with TLS unless it is switched off."""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from adapters.mail.writing import written
from engine.errors import Refused, Unavailable
from engine.ports.mail import Mail

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
    try:
        port = parts.port
    except ValueError:  # a port that is no number: said below
        port = 0
    starttls = parse_qs(parts.query).get("starttls", ["yes"])[-1] != "no"
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise Refused("SMTP_URL names no mail server", "write smtps://user:password@host:465")
    is_tls = parts.scheme == "smtps"
    server = Server(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
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

    def __init__(self, url: str, sender: str, *, patience_s: float = PATIENCE_S) -> None:
        """Send through the server at ``url`` as ``sender``; connects when there is something to send.

        ``patience_s`` bounds each wait for the server.
        """
        self._server = server_of(url)
        self._sender = sender
        self._patience_s = patience_s

    def send(self, mail: Mail) -> None:
        """Send a mail; the same mail always gives the same bytes."""
        message = written(mail, self._sender)
        try:
            with self._connected() as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _answered(code, said) from error
        except smtplib.SMTPResponseException as error:
            raise _answered(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise self._not_supported(mail, error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(_SERVER, type(error).__name__) from error

    def greet(self) -> None:
        """Connect, log in, say who would send, and leave without a mail.

        Raises:
            Unavailable: the server cannot be reached, has no TLS, or does not take the login or the sender; the remedy
                says what mends it.
        """
        try:
            with self._connected() as connection:
                connection.ehlo_or_helo_if_needed()
                code, said = connection.mail(parseaddr(self._sender)[1])
        except (OSError, smtplib.SMTPException) as error:
            raise _unreached(error) from error
        if code >= 400:
            told = _answered(code, said)
            raise Unavailable(
                _SERVER, str(told), "Name a sender in MAIL_FROM that it lets you use."
            )

    def _connected(self) -> smtplib.SMTP:
        """Connect and log in.

        Raises:
            Unavailable: the server offers no TLS, or does not take the login: no mail is at fault, all of it waits.
        """
        server, patience_s = self._server, self._patience_s
        if server.is_tls:
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=patience_s, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=patience_s)
        try:
            if server.starttls:
                self._start_tls(connection)
            if server.user:
                self._log_in(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _start_tls(self, connection: smtplib.SMTP) -> None:
        try:
            connection.starttls(context=ssl.create_default_context())
        except smtplib.SMTPNotSupportedError as error:
            remedy = (
                "Write smtps:// in SMTP_URL, or ?starttls=no at its end if the way to it is safe."
            )
            raise Unavailable(_SERVER, "it offers no STARTTLS", remedy) from error

    def _log_in(self, connection: smtplib.SMTP) -> None:
        try:
            connection.login(self._server.user, self._server.password)
        except smtplib.SMTPAuthenticationError as error:
            remedy = "Mend user and password in SMTP_URL; a character like @ is written as %40."
            raise Unavailable(_SERVER, "it does not take the login of SMTP_URL", remedy) from error
        except smtplib.SMTPNotSupportedError as error:
            remedy = "Leave user and password out of SMTP_URL, or use its port for submission, 587."
            raise Unavailable(_SERVER, "it takes no login", remedy) from error

    def _not_supported(self, mail: Mail, error: Exception) -> Refused | Unavailable:
        if not mail.to.isascii():
            return Refused(f"the mail server does not take the address {mail.to}", "give another")
        return Unavailable(_SERVER, str(error))


def _unreached(error: Exception) -> Unavailable:
    """Say what keeps us from a server, and what mends it."""
    match error:
        case ssl.SSLCertVerificationError():
            remedy = "Give it a certificate that this machine trusts, or name its authority in SSL_CERT_FILE."
            return Unavailable(
                _SERVER, f"its certificate is not trusted: {error.verify_message}", remedy
            )
        case ssl.SSLError():
            remedy = (
                "Write smtp:// in SMTP_URL for STARTTLS, or the port for TLS from the start, 465."
            )
            return Unavailable(_SERVER, "it does not speak TLS on this port", remedy)
        case smtplib.SMTPResponseException():
            told = _said(error.smtp_code, error.smtp_error)
            return Unavailable(_SERVER, told, "Ask whoever runs it why it refuses this machine.")
        case socket.gaierror():
            return Unavailable(_SERVER, "its name is not known", "Mend the host in SMTP_URL.")
        case _:
            why = str(error) or type(error).__name__
            remedy = "Check host and port in SMTP_URL, and that this machine may reach it."
            return Unavailable(_SERVER, why, remedy)


def _answered(code: int, said: bytes | str) -> Refused | Unavailable:
    """Tell "never" (5xx) from "later"; one line of what the server said goes along."""
    if code >= 500:
        return Refused(f"the mail server refused it: {_said(code, said)}", "check the address")
    return Unavailable(_SERVER, _said(code, said))


def _said(code: int, said: bytes | str) -> str:
    """Write the code and one line of what a server said."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    line = "".join(one for one in text.splitlines()[0][:200] if one.isprintable()) if text else ""
    return f"{code} {line}".rstrip()

"""The mail server: how its URL is read, TLS, the login, and what goes wrong on the way."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from adapters.mail.smtp import Server, SMTPMailer, server_of
from engine.errors import Refused, Unavailable
from tests.contract.test_mailer import FROM, MAIL
from tests.mail_server import MailServer

CERTIFY = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
    "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtps://u:p%40ss@mail.example.com",
            Server("mail.example.com", 465, True, False, "u", "p@ss"),
        ),
        ("smtps://mail.example.com:1465", Server("mail.example.com", 1465, True, False)),
        ("smtp://mail.example.com", Server("mail.example.com", 587, False, True)),
        ("smtp://mail.example.com:25?starttls=no", Server("mail.example.com", 25, False, False)),
        ("smtp://u:p@127.0.0.1:25?starttls=no", Server("127.0.0.1", 25, False, False, "u", "p")),
    ],
)
def test_a_url_names_server_port_and_tls(url: str, expected: Server) -> None:
    assert server_of(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://x",
        "smtp://",
        "mail.example.com",
        "smtp://h:port",
        "smtp://h:0",
        "smtp://h:99999",
    ],
)
def test_anything_else_is_no_server(url: str) -> None:
    with pytest.raises(Refused, match="names no mail server"):
        server_of(url)


def test_a_password_never_leaves_this_machine_in_the_clear() -> None:
    with pytest.raises(Refused, match="a password and no TLS"):
        server_of("smtp://u:p@mail.example.com?starttls=no")


def test_the_password_is_not_printed() -> None:
    assert "hunter2" not in repr(server_of("smtps://u:hunter2@mail.example.com"))


def login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"us", b"hunter2")
    return AuthResult(success=good, handled=False)  # the server itself says so


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., MailServer]]:
    """Start servers with a certificate of their own, which this process trusts."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [*CERTIFY.split(), "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
        timeout=20,
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ExitStack() as stack:

        def start(*, from_the_start: bool = False, **more: Any) -> MailServer:
            tls = {"ssl_context": context} if from_the_start else {"tls_context": context}
            server = MailServer(**tls, **more)
            stack.callback(server.stop)
            return server

        yield start


def test_starttls_and_a_login(serve: Callable[..., MailServer]) -> None:
    server = serve(require_starttls=True, auth_required=True, authenticator=login)
    SMTPMailer(f"smtp://us:hunter2@127.0.0.1:{server.port}", FROM).send(MAIL)

    assert len(server.letters) == 1


def test_tls_from_the_start(serve: Callable[..., MailServer]) -> None:
    server = serve(from_the_start=True)
    SMTPMailer(f"smtps://127.0.0.1:{server.port}", FROM).send(MAIL)

    assert len(server.letters) == 1


def test_a_wrong_login_waits_for_whoever_mends_it(
    serve: Callable[..., MailServer],
) -> None:
    server = serve(auth_required=True, authenticator=login)

    with pytest.raises(Unavailable, match="it does not take the login of SMTP_URL") as caught:
        SMTPMailer(f"smtp://us:hunter3@127.0.0.1:{server.port}", FROM).send(MAIL)
    assert "hunter3" not in str(caught.value)


def test_a_certificate_nobody_vouches_for_is_not_trusted(
    serve: Callable[..., MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve()
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(Unavailable, match="the mail server is not available"):
        SMTPMailer(f"smtp://127.0.0.1:{server.port}", FROM).send(MAIL)
    assert server.letters == []


def test_a_server_without_starttls_gets_nothing_unless_it_is_left_out() -> None:
    server = MailServer()
    try:
        with pytest.raises(Unavailable, match="STARTTLS"):
            SMTPMailer(f"smtp://127.0.0.1:{server.port}", FROM).send(MAIL)
    finally:
        server.stop()
    assert server.letters == []


def test_a_server_that_is_away_may_come_back() -> None:
    server = MailServer()
    server.stop()

    with pytest.raises(
        Unavailable, match="the mail server is not available: ConnectionRefusedError"
    ):
        SMTPMailer(f"smtp://127.0.0.1:{server.port}?starttls=no", FROM).send(MAIL)


@pytest.mark.parametrize("sender", ["", "nobody", "a@b\nBcc: x@y"])
def test_a_sender_that_is_none_is_refused(sender: str) -> None:
    with pytest.raises(Refused, match="MAIL_FROM is no sender"):
        SMTPMailer("smtp://127.0.0.1", sender).send(MAIL)


@pytest.mark.parametrize(
    ("user", "more", "remedy"),
    [
        ("", "", "smtps:// in SMTP_URL, or ?starttls=no"),
        ("us:hunter2@", "?starttls=no", "Leave user and password out of SMTP_URL"),
    ],
)
def test_a_greeting_says_what_a_server_does_not_offer(user: str, more: str, remedy: str) -> None:
    server = MailServer()
    try:
        with pytest.raises(Unavailable) as told:
            SMTPMailer(f"smtp://{user}127.0.0.1:{server.port}{more}", FROM).greet()
    finally:
        server.stop()

    assert remedy in told.value.remedy
    assert "hunter2" not in f"{told.value}{told.value.remedy}"


def test_a_greeting_tells_a_wrong_login_and_a_certificate_of_nobody(
    serve: Callable[..., MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(authenticator=login)
    with pytest.raises(Unavailable, match="does not take the login") as wrong:
        SMTPMailer(f"smtp://us:nonsense@127.0.0.1:{server.port}", FROM).greet()
    SMTPMailer(f"smtp://us:hunter2@127.0.0.1:{server.port}", FROM).greet()
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unavailable, match="certificate is not trusted") as strange:
        SMTPMailer(f"smtp://us:hunter2@127.0.0.1:{server.port}", FROM).greet()

    assert "user and password" in wrong.value.remedy
    assert "SSL_CERT_FILE" in strange.value.remedy


def test_a_greeting_tells_tls_on_the_wrong_port_and_a_name_of_nobody() -> None:
    server = MailServer()
    try:
        with pytest.raises(Unavailable, match="does not speak TLS on this port"):
            SMTPMailer(f"smtps://127.0.0.1:{server.port}", FROM).greet()
    finally:
        server.stop()
    with pytest.raises(Unavailable, match="Connection refused"):
        SMTPMailer("smtp://127.0.0.1:1", FROM).greet()


async def not_you(*_: Any) -> str:
    return "550 not you"


Unwilling = type("Unwilling", (MailServer,), {"handle_MAIL": not_you})


def test_a_greeting_tells_a_sender_who_may_not_send() -> None:
    server = Unwilling()
    try:
        with pytest.raises(Unavailable, match="550 not you") as told:
            SMTPMailer(f"smtp://127.0.0.1:{server.port}?starttls=no", FROM).greet()
    finally:
        server.stop()

    assert "MAIL_FROM" in told.value.remedy

"""What every ``Mailer`` promises, asked of real SMTP on loopback, of a folder, and of the twin in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Protocol

import pytest

from adapters.mail.folder import FolderMailer
from adapters.mail.smtp import SMTPMailer
from adapters.memory.mail import MemoryMailer
from engine.errors import Refused, Unavailable
from engine.ports.mail import Mail, Mailer
from tests.mail_server import LATER, NEVER, MailServer

FROM = "Harbour Voice <noc@carrier.example>"
MAIL = Mail(
    id="op-1:letter:0",
    to="ben@ben.example.com",
    name="Ben Größ, Jr.",
    subject="Password for 1001 — Zoë",
    text="Hello Zoë 😀\n",
    html="<p>Hello Zoë 😀</p>",
    written_at=datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
)


class Arrived(Protocol):
    """A mailer, and what arrived of what it sent."""

    mailer: Mailer

    def raw(self) -> list[bytes]: ...


class ByServer:
    def __init__(self) -> None:
        self.server = MailServer()
        self.mailer = SMTPMailer(f"smtp://127.0.0.1:{self.server.port}?starttls=no", FROM)

    def raw(self) -> list[bytes]:
        return self.server.letters


class ByFolder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mailer = FolderMailer(folder, FROM)

    def raw(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted(self.folder.glob("*.eml"))]


@pytest.fixture(params=["smtp", "folder"])
def arrived(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Arrived]:
    if request.param == "folder":
        yield ByFolder(tmp_path / "mail")
        return
    server = ByServer()
    yield server
    server.server.stop()


@pytest.fixture(params=["smtp", "folder", "memory"])
def mailer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mailer]:
    if request.param == "memory":
        yield MemoryMailer(never=frozenset({NEVER}), later={LATER})
    elif request.param == "folder":
        yield FolderMailer(tmp_path / "mail", FROM)
    else:
        server = ByServer()
        yield server.mailer
        server.server.stop()


def parsed(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_what_was_sent_arrives_as_text_and_html(arrived: Arrived) -> None:
    arrived.mailer.send(MAIL)

    [data] = arrived.raw()
    mail = parsed(data)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (mail["From"], mail["To"]) == (FROM, '"Ben Größ, Jr." <ben@ben.example.com>')
    assert (mail["Subject"], mail["Auto-Submitted"]) == (MAIL.subject, "auto-generated")
    assert mail["Date"].datetime == MAIL.written_at
    assert plain.get_content().strip() == MAIL.text.strip()
    assert html.get_content().strip() == MAIL.html


def test_the_same_mail_is_the_same_bytes_and_another_is_another_message(arrived: Arrived) -> None:
    arrived.mailer.send(MAIL)
    first = arrived.raw()[-1]
    arrived.mailer.send(MAIL)
    again = arrived.raw()[-1]
    arrived.mailer.send(replace(MAIL, id="op-2:letter:0"))
    ids = {parsed(data)["Message-ID"] for data in arrived.raw()}

    assert first == again
    assert len(ids) == 2
    assert all(one.endswith("@carrier.example>") for one in ids)


@pytest.mark.parametrize(
    "harm",
    [
        {"subject": "x\r\nBcc: all@example.com"},
        {"name": "Ben\nBcc: all@example.com"},
        {"to": "ben@ben.example.com\r\nBcc: all@example.com"},
        {"subject": "x\x00y"},
        {"name": "Ben\u2028x"},
    ],
)
def test_nothing_can_be_put_into_the_headers(mailer: Mailer, harm: dict[str, str]) -> None:
    with pytest.raises(Refused, match="holds a line break or a control character"):
        mailer.send(replace(MAIL, **harm))


@pytest.mark.parametrize(
    "to", ["ben", "ben@", "a@b@c", "ben@x.example, eve@x.example", "<ben@x.example>"]
)
def test_what_is_no_address_is_refused(arrived: Arrived, to: str) -> None:
    with pytest.raises(Refused, match="mail cannot be sent to"):
        arrived.mailer.send(replace(MAIL, to=to))


def test_never_and_later_are_told_apart() -> None:
    server = ByServer()
    try:
        for mailer in (server.mailer, MemoryMailer(never=frozenset({NEVER}), later={LATER})):
            with pytest.raises(Refused, match="550 no such user"):
                mailer.send(replace(MAIL, to=NEVER))
            with pytest.raises(Unavailable, match="451 try later"):
                mailer.send(replace(MAIL, to=LATER))
    finally:
        server.server.stop()

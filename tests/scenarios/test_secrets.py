"""Secrets from end to end: sealed, handed over once, and found nowhere afterwards, whatever happens in between.

A real bot on git and SQLite, with the console in Slack's place, a real mail server on loopback, and real age and argon2.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import CapturingLoggerFactory

from adapters.mail.smtp import SMTPMailer
from adapters.memory.clock import FrozenClock
from adapters.secrets.age import AgeVault
from adapters.secrets.argon2 import Argon2Hasher
from adapters.system import SystemClock, SystemIds
from bot.serve import outbox_of
from engine.ports.effects import EffectState
from engine.sealed import digests_of, read_secret
from tests.builders import TEXT, a_carrier, a_real_house, a_real_safe, readers
from tests.mail_server import NEVER, MailServer
from tests.scenarios.steps import ADA, Office, serve
from tests.stores import kept_bytes, store_in

pytestmark = pytest.mark.wall_clock  # Slack's library judges signatures by it

AUTH = "customers/ben-llc/auth.yaml"
FOR_STAFF = "Owes Ada a lunch since spring"
BEN = {
    "id": "ben",
    "name": "Ben Archer",
    "email": "ben@ben.example.com",
    "notes": {"public": "Call after ten", "private": FOR_STAFF},
}
LOST = {"id": "lost", "name": "Lost Soul", "email": NEVER}
TYPED = "Correct-Horse-7-Battery"
GENERATED = re.compile(r"\b(?:[a-km-zA-HJ-NP-Z2-9]{4}-){3}[a-km-zA-HJ-NP-Z2-9]{4}\b")


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    """Everything that is logged, at any level."""
    factory = CapturingLoggerFactory()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(0),
        logger_factory=factory,
        cache_logger_on_first_use=False,
    )
    yield factory.logger.calls
    structlog.reset_defaults()


@pytest.fixture
def server() -> Iterator[MailServer]:
    found = MailServer()
    yield found
    found.stop()


@pytest.fixture
def office(tmp_path: Path, logged: list[Any]) -> Iterator[Office]:
    key = AgeVault("").make_key(str(tmp_path / "age.key"))
    extra = {"customers/ben-llc/contacts.yaml": TEXT.write({"contacts": [BEN, LOST]})}
    files = a_carrier(extra=extra, secrets=readers(key))
    clock = FrozenClock(SystemClock().now())
    safe = replace(a_real_safe(tmp_path, store_in(tmp_path)), hasher=Argon2Hasher())
    carrier = a_real_house(tmp_path, files, clock=clock, ids=SystemIds(SystemClock()), safe=safe)
    with serve(carrier) as opened:
        yield opened


def send_all(office: Office, server: MailServer | None = None) -> None:
    mailer: Any = office.mailer
    if server is not None:
        mailer = SMTPMailer(
            f"smtp://us:smtp-password-9@127.0.0.1:{server.port}?starttls=no",
            "Harbour Voice <noc@carrier.example>",
        )
        mailer._server = replace(mailer._server, user="")  # the loopback server asks for no login
    outbox = outbox_of(office.carrier.house, office.client, mailer)
    while outbox.send_due():
        pass


def direct(office: Office) -> list[str]:
    """What Ada was told in direct messages, each as JSON."""
    return [json.dumps(one).replace("\\n", " ") for one in office.workspace.messages(ADA)]


def password_told(office: Office) -> str:
    [told] = {found for text in direct(office) for found in GENERATED.findall(text)}
    return told


def sip_secret(office: Office) -> Any:
    carrier = office.carrier
    value: Any = TEXT.read(AUTH, carrier.file(AUTH)).value
    return read_secret(carrier.house.safe.vault.open(value["users"][0]["secret"]))


def everywhere(folder: Path, office: Office, logged: list[Any]) -> dict[str, bytes]:
    """Everything that is kept or was sent: the store with its log, every object of git, logs, calls to Slack."""
    found = kept_bytes(folder)
    for repository in (folder / "remote.git", folder / "clone.git"):
        names = subprocess.run(
            ["git", "-C", str(repository), "cat-file", "--batch-all-objects", "--batch"],
            capture_output=True,
            check=True,
            timeout=60,
        )
        found[repository.name] = names.stdout
    found["logs"] = repr(logged).encode()
    found["calls"] = json.dumps([str(one) for one in office.workspace.calls]).encode()
    # The line a person typed is shown to them by Slack itself; the bot has no part in it.
    told = [dict(one) | {"console_origin": ""} for one in office.workspace.ephemerals(ADA)]
    found["state"] = repr([told, office.workspace.messages("C0CHANGES")]).encode()
    return found


def holders(secret: str, folder: Path, office: Office, logged: list[Any]) -> list[str]:
    return [
        name for name, data in everywhere(folder, office, logged).items() if secret.encode() in data
    ]


# --- found nowhere ------------------------------------------------------------------------------------------------


def test_a_made_password_is_in_the_one_message_and_nowhere_else(
    office: Office, tmp_path: Path, logged: list[Any]
) -> None:
    office.slash("/trunkline auth user add ben-llc 1001")
    office.press(office.told(), "Confirm")
    send_all(office)

    password = password_told(office)
    assert sip_secret(office).digests == digests_of("1001", "sip.example.net", password).digests
    assert holders(password, tmp_path, office, logged) == ["calls"]
    told = [one for one in office.workspace.calls if password in str(one)]
    assert [one.method for one in told] == ["chat.postMessage"]
    assert len([text for text in direct(office) if password in text]) == 1
    for digest in sip_secret(office).digests.values():
        assert holders(digest, tmp_path, office, logged) == []


def test_the_first_line_of_the_message_which_phones_show_does_not_tell_it(office: Office) -> None:
    office.slash("/trunkline auth user add ben-llc 1001")
    office.press(office.told(), "Confirm")
    send_all(office)

    [message] = office.workspace.messages(ADA)
    assert not GENERATED.search(message["text"])


def test_a_typed_password_leaves_no_trace(
    office: Office, tmp_path: Path, logged: list[Any]
) -> None:
    office.slash("/trunkline auth user add ben-llc 1001 --form")
    office.submit({"password": TYPED})
    office.press(office.told(), "Confirm")
    send_all(office)

    assert sip_secret(office).digests == digests_of("1001", "sip.example.net", TYPED).digests
    assert holders(TYPED, tmp_path, office, logged) == []
    assert office.workspace.messages(ADA) == []


def test_a_password_typed_into_slash_text_is_refused_and_not_kept(
    office: Office, tmp_path: Path, logged: list[Any]
) -> None:
    office.slash(f"/trunkline auth user add ben-llc 1001 --password {TYPED}")

    assert "auth user add --form" in json.dumps(office.told())
    assert holders(TYPED, tmp_path, office, logged) == []
    assert office.operations() == []


def test_a_form_that_is_drawn_anew_does_not_send_the_password_out(
    office: Office, tmp_path: Path, logged: list[Any]
) -> None:
    office.slash("/trunkline auth user add ben-llc 1001 --form")
    refused = office.submit({"username": "10 01", "password": TYPED})

    assert refused.errors
    assert holders(TYPED, tmp_path, office, logged) == []


def test_a_mailed_password_is_in_the_mail_and_nowhere_else(
    office: Office, tmp_path: Path, logged: list[Any], server: MailServer
) -> None:
    office.slash("/trunkline auth user add ben-llc 1001 --to ben")
    office.press(office.told(), "Confirm")
    send_all(office, server)

    [mail] = server.mails()
    body = mail.get_body(("plain",))
    assert body is not None
    [password] = GENERATED.findall(body.get_content())
    assert (mail["To"], mail["Subject"]) == (
        "Ben Archer <ben@ben.example.com>",
        "Password for the SIP user 1001",
    )
    assert sip_secret(office).digests == digests_of("1001", "sip.example.net", password).digests
    assert holders(password, tmp_path, office, logged) == []
    assert FOR_STAFF not in server.letters[0].decode()
    assert holders("smtp-password-9", tmp_path, office, logged) == []
    assert not [text for text in direct(office) if password in text]


def test_a_portal_password_is_kept_as_argon2_and_mailed(
    office: Office, tmp_path: Path, logged: list[Any], server: MailServer
) -> None:
    office.slash("/trunkline contact password reset ben-llc ben")
    send_all(office, server)

    [mail] = server.mails()
    body = mail.get_body(("plain",))
    assert body is not None
    [password] = GENERATED.findall(body.get_content())
    kept = office.carrier.house.safe.portal.get("ben-llc", "ben")
    assert kept is not None
    assert kept.hash.startswith("$argon2id$")
    assert office.carrier.house.safe.hasher.fits(password, kept.hash)
    assert holders(password, tmp_path, office, logged) == []
    assert holders(kept.hash, tmp_path, office, logged) in (
        ["store.db"],
        ["store.db-wal"],
        ["store"],
    )


# --- exactly once ---------------------------------------------------------------------------------------------------


def test_a_kill_between_the_store_and_the_delivery_delivers_once(office: Office) -> None:
    office.slash("/trunkline auth user add ben-llc 1001")
    office.press(office.told(), "Confirm")
    store, clock = office.carrier.store, office.carrier.clock
    claimed = store.effects.claim_due(now=clock.now(), limit=10)  # and then the process ends

    assert claimed
    send_all(office)
    assert office.workspace.messages(ADA) == []
    clock.advance(61)
    send_all(office)
    assert len(office.workspace.messages(ADA)) == 1


def test_a_kill_after_the_post_and_before_it_is_noted_is_looked_up(office: Office) -> None:
    office.slash("/trunkline auth user add ben-llc 1001")
    office.press(office.told(), "Confirm")
    office.workspace.state.faults.lose_answer("chat.postMessage")
    for _ in range(4):
        send_all(office)
        office.carrier.clock.advance(61)

    assert len(office.workspace.messages(ADA)) == 1


def test_a_mail_that_is_sent_again_is_the_same_mail(office: Office, server: MailServer) -> None:
    office.slash("/trunkline auth user add ben-llc 1001 --to ben")
    office.press(office.told(), "Confirm")
    store, clock, house = office.carrier.store, office.carrier.clock, office.carrier.house
    effects = store.effects.claim_due(now=clock.now(), limit=10)
    mailer = SMTPMailer(f"smtp://127.0.0.1:{server.port}?starttls=no", "noc@carrier.example")
    sender = outbox_of(house, office.client, mailer)._senders["mail.send"]
    [letter] = [one for one in effects if one.kind == "mail.send"]
    sender.send(letter)  # and then the process ends, with nothing written down
    clock.advance(61)
    outbox_of(house, office.client, mailer).send_due()

    assert len(server.letters) == 2
    assert server.letters[0] == server.letters[1]


def test_a_mail_the_server_will_never_take_is_told_to_whoever_asked(
    office: Office, server: MailServer
) -> None:
    office.slash("/trunkline contact password reset ben-llc lost")
    send_all(office, server)
    send_all(office, server)

    [message] = office.workspace.messages(ADA)
    counts = office.carrier.store.effects.count()
    assert message["text"].startswith(f"The mail to {NEVER} was not delivered")
    assert "550 no such user" in message["text"]
    assert counts[EffectState.FAILED] == 1
    assert server.letters == []

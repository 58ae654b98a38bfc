"""What is inside a sealed secret."""

from __future__ import annotations

import pytest

from adapters.memory.secrets import CountedRandomness
from adapters.system import SystemRandomness
from engine.errors import Refused
from engine.sealed import (
    READ_ALOUD,
    Secret,
    digests_of,
    new_password,
    new_pin,
    read_secret,
    recipients_of,
    secrets_in,
    wiped,
)
from tests.builders import TEXT, a_book, a_carrier

SEALED = "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"


def test_digests_are_those_of_the_rfc() -> None:
    """The user, realm and password of RFC 7616 section 3.9.1, hashed by hand."""
    made = digests_of("Mufasa", "http-auth@example.org", "Circle of Life")

    assert made.digests == {
        "MD5": "3d78807defe7de2157e2b0b6573a855f",
        "SHA-256": "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232",
    }
    assert (made.username, made.realm, made.text) == ("Mufasa", "http-auth@example.org", "")


@pytest.mark.parametrize(
    "secret",
    [
        Secret(text="4711"),
        digests_of("1001", "sip.example.net", "pässword"),
        Secret(text='{"text": 1}'),
    ],
)
def test_what_was_written_reads_back(secret: Secret) -> None:
    kept = secret.read_by(["age1b", "age1a"])

    assert read_secret(kept.written()) == kept


@pytest.mark.parametrize("text", ["4711", "[1]", "{}", '{"other": 1}', "correct horse"])
def test_what_another_hand_sealed_is_taken_as_it_is(text: str) -> None:
    assert read_secret(text) == Secret(text=text)


def test_whoever_could_ever_read_it_is_remembered() -> None:
    secret = Secret(text="x").read_by(["a", "b"]).read_by(["b", "c"])

    assert secret.readers == ("a", "b", "c")
    assert secret.leaked_to(["b", "c"]) == ("a",)


def test_when_the_work_is_done_nothing_that_was_sealed_is_left() -> None:
    kept = {"customer": "ben-llc", "password": {"sealed": "AGE"}, "more": [{"x": {"sealed": "B"}}]}

    assert wiped(kept) == {"customer": "ben-llc", "password": "***", "more": [{"x": "***"}]}


def test_passwords_can_be_read_aloud_and_never_repeat() -> None:
    drawn = [new_password(SystemRandomness()) for _ in range(50)]

    assert len(set(drawn)) == 50
    assert all(len(one) == 19 and set(one) <= {*READ_ALOUD, "-"} for one in drawn)
    assert not set("lIoO01") & set(READ_ALOUD)
    assert len(new_pin(SystemRandomness())) == 6


def test_a_foretold_chance_gives_other_passwords_too() -> None:
    randomness = CountedRandomness()

    assert new_password(randomness) != new_password(randomness)


def test_every_secret_of_the_config_is_found_with_its_owner() -> None:
    auth = {
        "ip": [
            {"id": "pbx", "hosts": ["203.0.113.7"], "login": {"username": "us", "secret": SEALED}}
        ],
        "users": [
            {"id": "desk", "username": "1001", "secret": SEALED, "voicemail": {"secret": SEALED}}
        ],
    }
    provider = {"name": "Atlas", "currency": "EUR", "portal": {"secret": SEALED}}
    extra = {
        "customers/ben-llc/auth.yaml": TEXT.write(auth),
        "providers/atlas/provider.yaml": TEXT.write(provider),
    }

    found = {
        (one.document, one.owner, one.name) for one in secrets_in(a_book(a_carrier(extra=extra)))
    }
    assert found == {
        ("ben-llc", "pbx", "ip.0.login.secret"),
        ("ben-llc", "desk", "users.0.secret"),
        ("ben-llc", "desk", "users.0.voicemail.secret"),
        ("atlas", "atlas", "portal.secret"),
    }


def test_without_recipients_the_way_to_them_is_told() -> None:
    with pytest.raises(Refused, match="nobody who may read secrets") as caught:
        recipients_of(a_book().settings)

    assert "secrets keygen" in caught.value.hint

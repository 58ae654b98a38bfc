from __future__ import annotations

import json

import pytest

from engine.checks import plain_credential
from tests.engine.checks.carriers import problems, told

AKIA = "AKIA" + "ABCDEFGHIJKLMNOP"
SLACK = "xoxb-" + "123456789012-abcdef"


def notes(text: str) -> dict[str, str]:
    return {"customers/ben/customer.yaml": f"name: Ben\ncurrency: USD\nnotes: {json.dumps(text)}\n"}


@pytest.mark.parametrize(
    "text",
    [
        "Portal: user ben, password: hunter2!",
        "the Password is S3cure-enough",
        "api key = 0a1b2c3d4e",
        "His PIN 4711",
        "Voicemail pin is 123456",
        f"use {AKIA}",
        f"bot {SLACK}",
        "sip registers at https://ben:pa55@pbx.example.com",
        "-----BEGIN RSA PRIVATE KEY-----",
    ],
)
def test_a_credential_in_a_text_is_found_and_not_repeated(text: str) -> None:
    [problem] = problems(plain_credential, notes(text))

    assert (problem.line, problem.column, problem.field) == (3, 1, "notes")
    assert not any(word in str(problem) for word in text.split() if len(word) > 7)


@pytest.mark.parametrize(
    "text",
    [
        "Never write a password here.",
        "The password is reset by phone only.",
        "Passwords: ask Ada.",
        "Pin the notice to the wall, room 4711.",
        "Token ring at pbx.example.com, see https://wiki.example.com/a:b",
    ],
)
def test_talking_about_credentials_is_right(text: str) -> None:
    assert told(plain_credential, notes(text)) == []


def test_texts_of_list_items_and_variables_are_searched() -> None:
    files = {
        "customers/ben/customer.yaml": (
            "name: Ben\ncurrency: USD\naddress:\n  lines:\n    - 'PIN 4711'\nvars:\n  cli.persist: '60'\n  crm.password: swordfish\n"
        ),
        "customers/ben/contacts.yaml": (
            "contacts:\n  - id: ben\n    name: Ben\n    email: ben@ben.example.com\n"
            "    notes:\n      private: 'pwd=abc123'\n"
        ),
    }

    assert told(plain_credential, files) == [
        "customers/ben/contacts.yaml:6:7 contacts.0.notes.private",
        "customers/ben/customer.yaml:5:7 address.lines.0",
        "customers/ben/customer.yaml:8:3 vars.crm.password",
    ]

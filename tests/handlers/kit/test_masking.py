"""Addresses of people, as viewers see them."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.kit.command import Actor
from handlers.kit.masking import seen_by, without_secrets
from schemas.operators import Role


def somebody(*roles: Role) -> Actor:
    return Actor("vera", "Vera", "vera@example.com", frozenset(roles), "slack:U0VERA01")


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("ben@ben.example.com", "b***@ben.example.com"),
        ("+447700900123", "***0123"),
        ("447700900123", "***0123"),
        (["#noc", "contact:ben", "x@example.com"], ["#noc", "contact:ben", "x***@example.com"]),
        (None, None),
        (1234567, 1234567),
    ],
)
def test_a_mere_viewer_sees_addresses_and_phones_masked(value: Any, seen: Any) -> None:
    assert seen_by(somebody(Role.VIEWER), value) == seen


@pytest.mark.parametrize("roles", [(Role.OPERATOR,), (Role.VIEWER, Role.FINANCE), (Role.ADMIN,)])
def test_everybody_else_sees_them_whole(roles: tuple[Role, ...]) -> None:
    assert seen_by(somebody(*roles), "ben@ben.example.com") == "ben@ben.example.com"


def test_what_is_encrypted_is_left_out_however_deep_it_stands() -> None:
    sealed = "-----BEGIN AGE ENCRYPTED FILE-----\nx\n-----END AGE ENCRYPTED FILE-----\n"
    document = {
        "name": "Atlas",
        "secret": sealed,
        "gateways": [{"id": "a", "login": {"secret": sealed}}],
    }

    assert without_secrets(document) == {"name": "Atlas", "gateways": [{"id": "a", "login": {}}]}

from __future__ import annotations

from engine.checks import realm_change
from tests.engine.checks.carriers import SETTINGS, problems, told

WAS = {"settings.yaml": SETTINGS}
NOW = {"settings.yaml": SETTINGS.replace("sip.example.net", "voip.example.net")}
USERS = {
    "customers/ben/auth.yaml": (
        'users:\n  - {id: a, username: "1001"}\n  - {id: b, username: "1002"}\n'
    )
}


def test_another_realm_does_not_slip_in_where_it_voids_passwords() -> None:
    [problem] = problems(realm_change, NOW | USERS, before=WAS | USERS)

    assert (problem.line, problem.field) == (4, "realm")
    assert "2 SIP users" in problem.message


def test_without_users_any_realm_is_right() -> None:
    assert told(realm_change, NOW, before=WAS) == []


def test_the_same_realm_is_right() -> None:
    assert told(realm_change, WAS | USERS, before=WAS | USERS) == []

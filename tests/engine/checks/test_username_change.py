from __future__ import annotations

from engine.checks import username_change
from tests.engine.checks.carriers import problems, told

PATH = "customers/ben/auth.yaml"
SEALED = '"-----BEGIN AGE ENCRYPTED FILE-----\\nYWdl\\n-----END AGE ENCRYPTED FILE-----\\n"'
OTHER = SEALED.replace("YWdl", "YWdm")


def auth(username: str, secret: str = SEALED) -> dict[str, str]:
    held = f", secret: {secret}" if secret else ""
    return {PATH: f'users:\n  - {{id: desk, username: "{username}"{held}}}\n'}


def test_a_password_does_not_survive_another_user_name() -> None:
    [problem] = problems(username_change, auth("1002"), before=auth("1001"))

    assert (problem.line, problem.field) == (2, "users.0.username")
    assert problem.hint == "give it another: auth user rotate ben desk"


def test_a_new_password_with_it_is_right() -> None:
    assert told(username_change, auth("1002", OTHER), before=auth("1001")) == []


def test_without_a_password_any_name_is_right() -> None:
    assert told(username_change, auth("1002", ""), before=auth("1001", "")) == []

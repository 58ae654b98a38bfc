from __future__ import annotations

from tests.engine.checks.telling import BEN, is_quiet, tells

RULE = "user-without-secret"

SECRET = '"-----BEGIN AGE ENCRYPTED FILE-----\\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\\n-----END AGE ENCRYPTED FILE-----\\n"'


def test_a_user_who_cannot_log_in_is_told() -> None:
    files = {BEN + "auth.yaml": "users: [{id: a, username: desk}]"}

    tells(RULE, files, BEN + "auth.yaml", "users.0", '"desk"', "cannot log in")


def test_a_user_with_a_password_is_fine() -> None:
    assert is_quiet(RULE, {BEN + "auth.yaml": f"users: [{{id: a, username: a, secret: {SECRET}}}]"})


def test_a_user_who_may_not_log_in_needs_no_password() -> None:
    assert is_quiet(RULE, {BEN + "auth.yaml": "users: [{id: a, username: a, enabled: false}]"})
